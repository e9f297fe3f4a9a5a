"""What is put into documents, and that all else is served as it is; no browser, no server."""

import gzip
import hashlib
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope

from pages.parts.charts.budget import library
from pages.parts.document import Document, dressed, named
from tests.aside import run_aside

INDEX = "<html><head><title>Streamlit</title></head><body>" + "ä" * 2000 + "</body></html>"
ETAG = {"etag": "one", "last-modified": "yesterday"}


async def index(_: Request) -> Response:
    return HTMLResponse(INDEX, headers=ETAG)


async def script(_: Request) -> Response:
    return PlainTextResponse("</body>" * 1000, headers=ETAG)


APP = Document(
    GZipMiddleware(
        Starlette(
            routes=[
                Route("/page", index),
                Route("/static/a.js", script),
                Route("/health", script),
                Route("/a.b", index),
            ]
        )
    )
)


def asked(path: str) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body that a browser gets, which takes compressed ones too."""
    sent: list[Message] = []
    headers = [(b"accept-encoding", b"gzip"), (b"if-none-match", b"one")]
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": headers,
        "query_string": b"",
        "root_path": "",
        "http_version": "1.1",
    }

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    run_aside(APP(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return found, b"".join(part["body"] for part in sent[1:])


@pytest.mark.parametrize("path", ["/page", "/a.b"])
def test_a_document_says_what_it_is_and_how_it_looks(path: str) -> None:
    headers, body = asked(path)
    text = body.decode()
    assert text.count("<title>") == 1
    assert "<title>Budgetscope</title>" in text
    assert text.endswith(f"{dressed().decode()}</body></html>")
    assert "ä" * 2000 in text
    assert named("Budgetscope").decode() in text
    assert headers["content-length"] == str(len(body))
    assert "default-src 'self'" in headers["content-security-policy"]
    assert not {"etag", "last-modified", "content-encoding"} & set(headers)


@pytest.mark.parametrize("path", ["/static/a.js", "/health"])
def test_what_is_no_document_is_served_as_it_is(path: str) -> None:
    headers, body = asked(path)
    assert headers["etag"] == "one"
    assert b"<style>" not in body
    assert (headers.get("content-encoding") == "gzip") == (path == "/static/a.js")


def test_the_charts_library_is_compressed_and_kept_for_good() -> None:
    served = Starlette(routes=[library.route("")])
    for encodings, compressed in (("gzip, br", True), ("identity", False)):
        sent: list[Message] = []
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": f"/{library.address()}",
            "headers": [(b"accept-encoding", encodings.encode())],
            "query_string": b"",
            "root_path": "",
            "http_version": "1.1",
        }

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Any, into: list[Message] = sent) -> None:
            into.append(message)

        run_aside(served(scope, receive, send))
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(part["body"] for part in sent[1:])
        assert sent[0]["status"] == 200
        assert "immutable" in headers["cache-control"]
        assert headers["content-type"].startswith("text/javascript")
        assert (headers.get("content-encoding") == "gzip") is compressed
        script = gzip.decompress(body) if compressed else body
        assert hashlib.sha256(script).hexdigest().startswith(library.address()[7:19])
        assert len(body) < 1_600_000 or not compressed

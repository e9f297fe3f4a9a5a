"""The document that pages are drawn in: Streamlit's own, with a few things of ours.

They are there before anything is drawn: styles that came with a page would move what is already
there, and scripts would miss the first entries of the history.
"""

import asyncio
import re
from functools import cache
from html import escape
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts import words
from pages.parts.charts import palette
from pages.parts.charts.budget import library
from pages.parts.document import widgets
from pages.parts.document.called import called
from pages.parts.document.headers import EVERY, is_embedded, of_document

_WITHOUT_CHARTS = ("pairs", "reallocate", "problems", "costs")
_HERE = Path(__file__).parent
_NAMED = b"<title>Streamlit</title>"
_BEGINS = b"<html"
_ENDS = b"</body>"
_STREAMLITS = re.compile(r"<script>(.*?)</script>", re.DOTALL)  # Streamlit's, in its document
_CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


def named(name: str) -> bytes:
    """Return what a document says of itself before anything is drawn, and to who only links it."""
    said = words.navigation
    described = "".join(
        f'<meta name="{kind}" property="{kind}" content="{escape(text)}">'
        for kind, text in (
            ("description", said.DESCRIPTION),
            ("og:title", name),
            ("og:description", said.DESCRIPTION),
            ("og:type", "website"),
        )
    )
    return f"<title>{escape(name)}</title>{described}".encode()


@cache
def preloaded(with_charts: bool) -> bytes:
    """Return what asks for scripts before a page knows that it needs them."""
    charts = f'<link rel="preload" as="script" href="./{library.address()}">' if with_charts else ""
    modules = (
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in widgets.scripts()
    )
    return "".join([charts, *modules]).encode()


@cache
def own_scripts() -> tuple[str, ...]:
    """Return the scripts that a document brings along."""
    return tuple((_HERE / name).read_text("utf-8") for name in ("history.js", "menu.js"))


@cache
def dressed() -> bytes:
    """Return the styles, at the end since Streamlit's own are in the head, and the scripts."""
    style = (_HERE / "frame.css").read_text("utf-8")
    run = "".join(f"<script>{script}</script>" for script in own_scripts())
    return f"<style>{style}</style>{palette.chips()}{run}".encode()


class Document:
    """Puts them into each document that an application serves."""

    def __init__(self, app: ASGIApp) -> None:
        """Serve what `app` does."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; files with an ending and all but GET as they are."""
        is_file = "." in scope.get("path", "").rpartition("/")[2]
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def checked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                headers.update(dict(EVERY))
                message = {**message, "headers": headers.raw}
            await send(message)

        if scope["method"] != "GET" or is_file:
            await self._app(scope, receive, checked)
            return
        plain = [header for header in scope["headers"] if header[0] not in _CONDITIONS]
        answer = _Answer(checked, scope["path"], scope["query_string"].decode("latin-1"))
        await self._app({**scope, "headers": plain}, receive, answer.take)


class _Answer:
    """An answer on its way: a document is held until all of it is there."""

    def __init__(self, send: Send, path: str, parameters: str) -> None:
        self._send = send
        self._asked = path, parameters
        self._start: Message | None = None
        self._body = b""

    async def take(self, message: Message) -> None:
        """Take a part of the answer, and send it if it is of no document."""
        if message["type"] == "http.response.start":
            if _is_document(message):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        page = self._asked[0].rpartition("/")[2]
        name = await asyncio.to_thread(called, *self._asked)  # reads the data files
        head = named(name) + preloaded(page not in _WITHOUT_CHARTS)
        body = self._body.replace(_NAMED, head).replace(_ENDS, dressed() + _ENDS)
        headers = MutableHeaders(raw=list(start["headers"]))
        if is_embedded(self._asked[1]):
            body = body.replace(_BEGINS, _BEGINS + b" data-embedded", 1)
        scripts = (*_STREAMLITS.findall(self._body.decode()), *own_scripts())
        headers.update(dict(of_document(self._asked[1], scripts)))
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            del headers[name]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(raw=list(start["headers"]))
    return headers.get("content-type", "").startswith("text/html")

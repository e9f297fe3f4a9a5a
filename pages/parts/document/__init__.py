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
_FILES = ("/static/", "/_stcore/", "/media/")  # no document comes from there
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

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        """Serve what `app` does, below `base`, the path at which a host serves."""
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; files, and all but GET, as they are."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def checked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                for name, value in EVERY:
                    headers.setdefault(name, value)
                message = {**message, "headers": headers.raw}
            await send(message)

        path = scope.get("path", "")
        is_file = path.endswith(library.address()) or any(part in path for part in _FILES)
        if scope["method"] != "GET" or is_file:
            await self._app(scope, receive, checked)
            return
        plain = [header for header in scope["headers"] if header[0] not in _CONDITIONS]
        page = path.removeprefix(self._base).strip("/")
        answer = _Answer(checked, page, scope["query_string"].decode("latin-1"))
        await self._app({**scope, "headers": plain}, receive, answer.take)


class _Answer:
    """An answer on its way: a document is held until all of it is there."""

    def __init__(self, send: Send, page: str, parameters: str) -> None:
        self._send = send
        self._page, self._parameters = page, parameters
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
        # The name is of the studies, so the data files are read.
        name = await asyncio.to_thread(called, self._page, self._parameters)
        head = named(name) + preloaded(self._page not in _WITHOUT_CHARTS)
        body = self._body.replace(_NAMED, head).replace(_ENDS, dressed() + _ENDS)
        headers = MutableHeaders(raw=list(start["headers"]))
        embedded = is_embedded(self._page, self._parameters)
        if embedded:
            body = body.replace(_BEGINS, _BEGINS + b" data-embedded", 1)
        scripts = (*_STREAMLITS.findall(self._body.decode()), *own_scripts())
        headers.update(dict(of_document(embedded=embedded, scripts=scripts)))
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            del headers[name]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(raw=list(start["headers"]))
    return headers.get("content-type", "").startswith("text/html")

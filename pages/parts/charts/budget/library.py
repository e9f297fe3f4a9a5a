"""plotly.js as browsers get it: the plotly package's own file, compressed once, kept for good."""

import gzip
import hashlib
import importlib.util
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_KEPT = "max-age=31536000,immutable"  # its name changes with what is in it


@cache
def address() -> str:
    """Return where the library is, below the server's own address."""
    return f"plotly-{hashlib.sha256(_file().read_bytes()).hexdigest()[:12]}.min.js"


def route(base: str) -> Route:
    """Return what serves it below `base`, the path at which a host serves the dashboard."""
    return Route(f"{base}/{address()}", _served)


def _served(asked: Request) -> Response:
    headers = {"cache-control": _KEPT, "vary": "accept-encoding"}
    if "gzip" not in asked.headers.get("accept-encoding", ""):
        return Response(_file().read_bytes(), headers=headers, media_type="text/javascript")
    headers["content-encoding"] = "gzip"
    return Response(_compressed(), headers=headers, media_type="text/javascript")


@cache
def _compressed() -> bytes:
    return gzip.compress(_file().read_bytes(), mtime=0)


def _file() -> Path:
    package = importlib.util.find_spec("plotly")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the plotly package is not installed")
    return Path(package.origin).parent / "package_data" / "plotly.min.js"

"""What a host may ask of the dashboard: whether it shows anything, and the newest of it."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.parts import data


def route(base: str) -> Route:
    """Return what answers at `healthz` below `base`, the path at which a host serves."""
    return Route(f"{base}/healthz", _answer)


async def _answer(_: Request) -> JSONResponse:
    studies, trouble = await asyncio.to_thread(data.state)  # may read a data file
    status = "empty" if studies is None else "stale" if trouble else "ok"
    said = {
        "status": status,
        "data_files": [path.name for path in studies.files] if studies else [],
        "studies": len(studies.studies) if studies else 0,
        "trouble": str(trouble) if trouble else None,
    }
    # Who is stale still serves: a host that restarted it would gain nothing.
    return JSONResponse(said, 503 if studies is None else 200, {"cache-control": "no-store"})

"""A lecture hall on one server: two hundred first visits at once, then a hundred who act on.

Each of the hundred acts every five seconds, each time on another page, study and budget, so that
little of what is asked was asked before. A first visit is what a browser asks for: the document,
the charts' library, and a page over the socket.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from backend.store.build import build_store
from pages.parts.charts.budget.library import address as library
from speed.timing import Row
from speed.used import percentile, used
from speed.viewer import Viewer, viewer
from speed.waits import percentiles
from tests.dashboard import serving

_FIRST, _WITHIN = 200, 10.0  # visits, seconds
_VIEWERS, _EVERY, _ACTS = 100, 5.0, 24  # seconds from act to act in the mean; acts of each
_LEFT = 130  # seconds after which Streamlit forgets who left, as soon as one more leaves
_PAGES = ("", "", "", "", "pairs", "reallocate", "selection", "problems", "costs")
_COUNTED = ("evalperf", "livecodebench-2024-06", "miniature", "codegen-16b-humaneval")
_STUDIES = {
    "": ("paper-humaneval", "paper-mbpp", *_COUNTED, "cruxeval-output-cot"),
    "pairs": ("paper-humaneval", *_COUNTED),
    "reallocate": (*_COUNTED, "cruxeval-output-cot"),
    "selection": ("miniature", "cruxeval-output-cot"),
    "problems": ("miniature",),
    "costs": ("paper-humaneval", *_COUNTED),
}


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file."""
    with tempfile.TemporaryDirectory() as name:
        build_store(Path(name), lambda _: None)
        with serving(Path(name)) as (address, server):
            first = asyncio.run(_first_visits(address))
            before = used(server)
            start = time.perf_counter()
            hall = asyncio.run(_hall(address))
            lasted, after = time.perf_counter() - start, used(server)
            time.sleep(_LEFT)
            asyncio.run(_one_more(address))
            left = used(server)
    yield Row(f"{_FIRST} first visits within {_WITHIN:g} s, a visit's wait, p95", percentile(first))
    waits = [wait for each in hall for wait in each.waits]
    what = f"{_VIEWERS} viewers acting every {_EVERY:g} s on all pages, act to answer"
    yield from percentiles(what, waits)
    cores = (after.cpu - before.cpu) / lasted
    errors = sum(each.errors for each in (*first, *hall))
    print(f"{errors} errors; the longest wait {max(waits):.1f} s")
    print(f"the server uses {cores:.2f} of {os.cpu_count()} cores")
    moments = {"after the first visits": before, "after the hall": after, "when all left": left}
    sizes = [f"{each.memory / 1e6:,.0f} MB {when}" for when, each in moments.items()]
    print(f"its memory: {', '.join(sizes)}")


async def _first_visits(address: str) -> list[Viewer]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as web:

        async def come(number: int) -> Viewer:
            await asyncio.sleep(number * _WITHIN / _FIRST)
            begun = time.perf_counter()
            for name in ("", library()):
                async with web.get(f"{address}/{name}") as answer:
                    await answer.read()
            async with viewer(address) as visit:
                await visit.ask()
                visit.waits = [time.perf_counter() - begun]
                return visit

        return await asyncio.gather(*map(come, range(_FIRST)))


async def _one_more(address: str) -> None:
    for _ in range(2):
        async with viewer(address) as visit:
            await visit.ask()


async def _hall(address: str) -> list[Viewer]:
    return await asyncio.gather(
        *(_visit(address, random.Random(number)) for number in range(_VIEWERS))
    )


async def _visit(address: str, chance: random.Random) -> Viewer:
    await asyncio.sleep(_EVERY * chance.random())
    async with viewer(address) as visit:
        for _ in range(_ACTS):
            page = chance.choice(_PAGES)
            await visit.ask(
                page,
                study=chance.choice(_STUDIES[page]),
                budget=f"{chance.uniform(1, 60):.4g}",
                by=chance.choice(("flops", "samples", "time")),
            )
            await asyncio.sleep(_EVERY * chance.uniform(0.5, 1.5))
        return visit

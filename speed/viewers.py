"""Fifty viewers of one server who act every two seconds, and what the server takes for it.

A viewer is Streamlit's own protocol without a browser: a link is asked for, and the answer is there
with the last of its messages. Every link is another one. Beside it the same server with Streamlit's
defaults, and a page with nothing on it, which is the least that Streamlit takes.
"""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import numpy as np
import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend.store.build import build_store
from speed.timing import Row
from tests.dashboard import ROOT, served

_VIEWERS, _EVERY, _ACTS = 50, 2.0, 12  # seconds from act to act in the mean; acts of each
_MANY = 5_000
_DEFAULTS = ("--runner.postScriptGC=true", "--server.fileWatcherType=auto")
_PROTOCOL = Subprotocol("streamlit")
_STUDIES = (
    ("paper-humaneval", "Code Llama 13B", "Code Llama 70B"),
    ("paper-humaneval", "Code Llama 7B", "Code Llama 34B"),
    ("evalperf", "", ""),
    ("livecodebench-2024-04", "", ""),
    ("miniature", "mini 0.6M", "mini 10M"),
)


@dataclass
class _Seen:
    """What viewers saw: seconds from an act to its answer's end, and how many went wrong."""

    waits: list[float] = field(default_factory=list)
    errors: int = 0


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file."""
    with tempfile.TemporaryDirectory() as name:
        store, empty = Path(name) / "store", Path(name) / "empty"
        build_store(store, lambda _: None)
        shutil.copytree(ROOT / ".streamlit", empty / ".streamlit")
        (empty / "app.py").write_text("import streamlit as st\n\nst.markdown('Nothing')\n")
        with _watched(store) as (address, server):
            own, cpu = _act_together(address, server)
            _act_often(address, _MANY - len(own.waits), own)
            memory = server.memory_info().rss
        with _watched(store, ROOT, *_DEFAULTS) as (address, server):
            defaults, defaults_cpu = _act_together(address, server)
        with _watched(store, empty) as (address, server):
            _, least = _act_together(address, server)
    who = f"{_VIEWERS} viewers acting every {_EVERY:g} s"
    for share in (50, 95):
        yield Row(
            f"{who}, act to answer, p{share} of {_VIEWERS * _ACTS}",
            _percentile(own.waits[: _VIEWERS * _ACTS], share),
            _percentile(defaults.waits, share),
            "Streamlit's defaults",
        )
    yield Row("the server's CPU for an act", cpu, defaults_cpu, "Streamlit's defaults")
    yield Row("the server's CPU for an act", cpu, least, "a page with nothing on it")
    print(f"errors in {len(own.waits):,} acts, every link another one: {own.errors}")
    print(f"the server's memory after them: {memory / 1e6:,.0f} MB")


@contextmanager
def _watched(
    store: Path, root: Path = ROOT, *settings: str
) -> Iterator[tuple[str, psutil.Process]]:
    """Serve, and give the address and the server's process."""
    with served(store, root, *settings) as address:
        port = str(urlsplit(address).port)
        children = psutil.Process().children()
        yield address, next(each for each in children if port in each.cmdline())


def _act_together(address: str, server: psutil.Process) -> tuple[_Seen, float]:
    """Let all viewers come and act; return what they saw and the server's CPU for an act."""
    warm, seen = _Seen(), _Seen()
    _act_often(address, 2 * len(_STUDIES) * 3, warm)
    before = _cpu(server)
    asyncio.run(_all(address, _VIEWERS, _ACTS, _EVERY, seen))
    return seen, (_cpu(server) - before) / len(seen.waits)


def _act_often(address: str, acts: int, seen: _Seen) -> None:
    """Let a few viewers act without a pause."""
    asyncio.run(_all(address, 5, acts // 5, 0.0, seen))


async def _all(address: str, viewers: int, acts: int, every: float, seen: _Seen) -> None:
    place = urlsplit(address).netloc
    await asyncio.gather(
        *(_viewer(place, random.Random(number), acts, every, seen) for number in range(viewers))
    )


async def _viewer(place: str, chance: random.Random, acts: int, every: float, seen: _Seen) -> None:
    stream = f"ws://{place}/_stcore/stream"
    async with connect(stream, max_size=None, subprotocols=[_PROTOCOL]) as server:
        await _ask(server, "", "")
        for _ in range(acts):
            await asyncio.sleep(every * chance.uniform(0.5, 1.5))
            start = time.perf_counter()
            seen.errors += await _ask(server, *_link(chance))
            seen.waits.append(time.perf_counter() - start)


async def _ask(server: ClientConnection, page: str, query: str) -> int:
    """Ask for a page; return how much went wrong on the way."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = page
    await server.send(asked.SerializeToString())
    errors = 0
    while True:
        message = ForwardMsg.FromString(await server.recv(decode=False))
        errors += int(message.delta.new_element.HasField("exception"))
        if message.HasField("script_finished"):
            finished = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return errors + int(not finished)


def _link(chance: random.Random) -> tuple[str, str]:
    """Return a page and its parameters: mostly Explore, by other budgets each time."""
    budget = f"{chance.uniform(1, 60):.6g}"
    page = chance.choice([""] * 15 + ["selection", "problems"])
    if page == "problems":
        problem = f"mini/hard/{chance.randint(1, 30):02}"
        return page, urlencode({"study": "miniature", "problem": problem, "budget": budget})
    study, small, large = _STUDIES[-1] if page else chance.choice(_STUDIES)
    choices = {"study": study, "small": small, "large": large, "budget": budget}
    choices["by"] = chance.choice(("flops", "samples", "time"))
    return page, urlencode({name: value for name, value in choices.items() if value})


def _cpu(server: psutil.Process) -> float:
    used = server.cpu_times()
    return float(used.user + used.system)


def _percentile(waits: list[float], share: int) -> float:
    return float(np.percentile(waits, share))

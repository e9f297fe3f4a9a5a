"""Fifty viewers of one server who act every two seconds, and what the server takes for it.

A viewer is Streamlit's own protocol without a browser: a link is asked for, and the answer is there
with the last of its messages. Every link is another one. Beside it the same server with Streamlit's
defaults, and a page with nothing on it, which is the least that Streamlit takes. Then one viewer
who asks for what the server has not worked out yet.
"""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from backend.store.build import build_store
from backend.store.workbench.connection import open_workbench
from speed.made_up import PROBLEMS, RANKERS, SAMPLES, generate_study
from speed.timing import Row
from speed.used import percentile, used
from speed.viewer import Viewer, viewer
from tests.dashboard import ROOT, serving

_VIEWERS, _EVERY, _ACTS = 50, 2.0, 12  # seconds from act to act in the mean; acts of each
_WARM, _MANY = 100, 5_000  # acts before measuring, and before memory is
_DEFAULTS = ("--runner.postScriptGC=true", "--server.fileWatcherType=auto")
_STUDIES = (
    ("paper-humaneval", "Code Llama 13B", "Code Llama 70B"),
    ("paper-humaneval", "Code Llama 7B", "Code Llama 34B"),
    ("evalperf", "Qwen/Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-14B-Instruct"),
    ("livecodebench-2024-06", "DSCoder-6.7b-Ins", "DSCoder-33b-Ins"),
    ("miniature", "mini 0.6M", "mini 10M"),
)


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file."""
    with tempfile.TemporaryDirectory() as name:
        store, empty = Path(name) / "store", Path(name) / "empty"
        with open_workbench(store) as workbench:
            generate_study(workbench)
        build_store(store, lambda _: None)
        shutil.copytree(ROOT / ".streamlit", empty / ".streamlit")
        (empty / "app.py").write_text("import streamlit as st\n\nst.markdown('Nothing')\n")
        with serving(store) as (address, server):
            own, cpu = _act_together(address, server)
            often = _act(address, 5, (_MANY - _VIEWERS * _ACTS) // 5, 0.0)
            memory = used(server).memory
        with serving(store, ROOT, *_DEFAULTS) as (address, server):
            defaults, defaults_cpu = _act_together(address, server)
        with serving(store, empty) as (address, server):
            _, least = _act_together(address, server)
        with serving(store) as (address, _):
            first = asyncio.run(_first_look(address))
    yield Row(
        f"Selection's first look, {PROBLEMS} x {SAMPLES} x {len(RANKERS)} rankers, server's part",
        first,
    )
    for share in (50, 95):
        yield Row(
            f"{_VIEWERS} viewers acting every {_EVERY:g} s, act to answer, p{share}",
            percentile(own, share),
            percentile(defaults, share),
            "Streamlit's defaults",
        )
    yield Row("the server's CPU for an act", cpu, defaults_cpu, "Streamlit's defaults")
    yield Row("the server's CPU for an act", cpu, least, "a page with nothing on it")
    acts = sum(len(each.waits) for each in (*own, *often))
    errors = sum(each.errors for each in (*own, *often))
    print(f"{errors} errors in {acts:,} acts, each by another link")
    print(f"the server's memory after them: {memory / 1e6:,.0f} MB")


async def _first_look(address: str) -> float:
    """Return the seconds that Selection takes for a study that nobody has looked at."""
    async with viewer(address) as visit:
        await visit.ask("selection", study="miniature")  # imports what the page needs
        await visit.ask("selection", study="generated", small="a", by="samples")
        return visit.waits[-1]


def _act_together(address: str, server: int) -> tuple[list[Viewer], float]:
    """Let all viewers come and act; return them and the server's CPU seconds for an act."""
    _act(address, 1, _WARM, 0.0)
    before = used(server).cpu
    viewers = _act(address, _VIEWERS, _ACTS, _EVERY)
    acts = sum(len(each.waits) for each in viewers)
    return viewers, (used(server).cpu - before) / acts


def _act(address: str, viewers: int, acts: int, every: float) -> list[Viewer]:
    async def all_of_them() -> list[Viewer]:
        return await asyncio.gather(
            *(_visit(address, acts, every, random.Random(number)) for number in range(viewers))
        )

    return asyncio.run(all_of_them())


async def _visit(address: str, acts: int, every: float, chance: random.Random) -> Viewer:
    async with viewer(address) as visit:
        for _ in range(acts):
            await asyncio.sleep(every * chance.uniform(0.5, 1.5))
            await visit.ask(**_link(chance))
        return visit


def _link(chance: random.Random) -> dict[str, str]:
    """Return a page and its parameters: mostly Explore, by another budget each time."""
    page = chance.choice([""] * 15 + ["selection", "problems"])
    link = {"page": page, "study": "miniature", "budget": f"{chance.uniform(1, 60):.6g}"}
    if page == "problems":
        return link | {"problem": f"mini/hard/{chance.randint(1, 30):02}"}
    study, small, large = chance.choice(_STUDIES) if page == "" else _STUDIES[-1]
    link["by"] = chance.choice(("flops", "samples", "time"))
    return link | {"study": study, "small": small, "large": large}

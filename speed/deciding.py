"""All models of a study at once: every pair, the best of all, and the line dragged over both."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from backend.answers import comparison
from backend.answers.frontier import frontier
from backend.answers.lineup import lineup
from backend.answers.pairs import pairs
from backend.maths.assumptions import BudgetKind
from backend.records.question import Question
from backend.store.build import build_store
from backend.store.snapshot.memory import Memory
from backend.store.snapshot.snapshot import Snapshot
from speed.timing import Row, best_of
from speed.waits import WATCH, percentiles, waits
from tests.dashboard import Visitor, launch, served

_STUDY, _MODELS = "livecodebench-2024-06", 58
_ASKED = Question(_STUDY, BudgetKind.SAMPLES)


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file, on the study that has most models."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        build_store(store, lambda _: None)
        with closing(Snapshot(next(store.glob("shipped-*.duckdb")))) as snapshot:
            yield from _answers(snapshot)
        with sync_playwright() as playwright, served(store) as address:
            browser = launch(playwright)
            tab = Visitor(browser, address)
            tab.open("pairs", study=_STUDY, by="samples", budget="3", max_k="n")
            yield from percentiles(
                f"pairs of {_MODELS} models, line dragged, input to paint", _drag(tab)
            )
            tab.close()
            browser.close()


def _answers(snapshot: Snapshot) -> Iterator[Row]:
    models = [curve.model for curve in lineup(snapshot, _ASKED).curves]

    def one_by_one() -> None:
        for other in models[1:]:
            comparison.compare(snapshot, _ASKED, models[0], other, 3.0)

    count = len(models) * (len(models) - 1) // 2
    pairs(snapshot, _ASKED, 2.0)
    budgets = iter([3.0, 3.1, 3.2, 3.3])
    own = best_of(4, lambda: pairs(snapshot, _ASKED, next(budgets)))
    peer = best_of(1, one_by_one) * count / (len(models) - 1)
    yield Row(f"all {count:,} pairs at a budget", own, peer, "compare of each (from 57 of them)")
    snapshot.memory = Memory()
    lineup(snapshot, _ASKED)
    yield Row(
        f"the best of {len(models)} models at each budget, held out",
        best_of(1, lambda: frontier(snapshot, _ASKED)),
    )


def _drag(tab: Visitor) -> list[float]:
    tab.page.evaluate(WATCH, "pointermove")
    frame = tab.page.locator(".pm-frame").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + 80
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    for step in range(120):
        tab.page.mouse.move(x - 240 + abs(step - 60) * 8, y)
        tab.page.wait_for_timeout(16)
    tab.page.mouse.up()
    return waits(tab)

"""How long a visitor waits, in a real Chromium over a real server."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from backend.store.build import build_store
from backend.store.workbench.connection import open_workbench
from speed.made_up import PROBLEMS, SAMPLES, generate_study
from speed.timing import Row
from speed.waits import WATCH, percentiles, waits
from tests.dashboard import Visitor, launch, served

_ANSWERS = "No, rank them", "Yes, with tests"

# Notes the time from the next click to the chart showing something else.
_WATCH_CHANGE = """() => {
    window.changes = [];
    let start;
    document.addEventListener("click", () => { start = performance.now(); }, true);
    const chart = document.querySelector(".budget-chart");
    new MutationObserver(() => "painted" in chart.dataset && requestAnimationFrame(
        () => window.changes.push(performance.now() - start)
    )).observe(chart, { attributeFilter: ["data-painted"] });
}"""


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder)
        with open_workbench(store) as workbench:
            generate_study(workbench)
        build_store(store, lambda _: None)
        browser = launch(playwright)
        start = time.perf_counter()
        with served(store) as address:
            yield _first_paint(
                "cold start: server process to first painted chart", browser, address, start
            )
            yield _first_paint(
                "new visitor to a warm server, nothing in the browser's cache",
                browser,
                address,
                time.perf_counter(),
            )
            tab = Visitor(browser, address)
            tab.open(study="evalperf", also=["Qwen/Qwen2.5-7B-Instruct"])
            yield from percentiles("drag, input to paint", _drag(tab))
            yield from percentiles("keyboard, input to paint", _keys(tab))
            yield from percentiles("full view change: another model, click to paint", _changes(tab))
            tab.close()
            tab = Visitor(browser, address)
            tab.open(study="generated", by="samples")
            yield from percentiles(
                f"selection by tests or a ranker, {PROBLEMS} x {SAMPLES} samples, click to paint",
                _switches(tab),
            )
            tab.close()
        browser.close()


def _first_paint(what: str, browser: Browser, address: str, start: float) -> Row:
    tab = Visitor(browser, address)
    tab.page.goto(address)
    tab.chart.wait_for(timeout=60_000)
    waited = time.perf_counter() - start
    tab.close()
    return Row(what, waited)


def _drag(tab: Visitor) -> list[float]:
    tab.page.evaluate(WATCH, "pointermove")
    x, y = tab.handle_position()
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    for step in range(120):
        tab.page.mouse.move(x - 60 + abs(step - 60) * 4, y)
        tab.page.wait_for_timeout(16)
    tab.page.mouse.up()
    return waits(tab)


def _keys(tab: Visitor) -> list[float]:
    tab.page.evaluate(WATCH, "keydown")
    tab.slider.focus()
    for step in range(60):
        tab.page.keyboard.press("ArrowRight" if step % 20 < 10 else "ArrowLeft")
        tab.page.wait_for_timeout(16)
    return waits(tab)


def _changes(tab: Visitor) -> list[float]:
    tab.page.evaluate(_WATCH_CHANGE)
    for _ in range(4):
        for model in ("Qwen2.5-14B-Instruct", "gemma-2-9b-it", "Yi-Coder-9B-Chat"):
            tab.choose("Small model", model)
    changes: list[float] = tab.page.evaluate("window.changes")
    return [wait / 1000 for wait in changes]


def _switches(tab: Visitor) -> list[float]:
    tab.page.evaluate(_WATCH_CHANGE)
    for _ in range(6):
        for answer in _ANSWERS:
            tab.page.get_by_role("radio", name=answer).click()
            tab.settled()
    changes: list[float] = tab.page.evaluate("window.changes")
    return [wait / 1000 for wait in changes]

"""How long a visitor's browser takes to paint what an input asks for."""

from collections.abc import Iterator

import numpy as np

from speed.timing import Row
from tests.dashboard import Visitor

WATCH = """event => {
    window.waits = [];
    document.addEventListener(event, () => {
        const start = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(
            () => window.waits.push(performance.now() - start)));
    }, true);
}"""
"""Notes the time from each input event to the second animation frame after it: it is painted."""


def waits(tab: Visitor) -> list[float]:
    """Return the seconds that were noted, once the last are there."""
    tab.page.wait_for_timeout(500)
    noted: list[float] = tab.page.evaluate("window.waits")
    return [wait / 1000 for wait in noted]


def percentiles(what: str, waits: list[float]) -> Iterator[Row]:
    """Return the median, and what one wait in twenty exceeds."""
    for share in (50, 95):
        yield Row(f"{what}, p{share} of {len(waits)}", float(np.percentile(waits, share)))

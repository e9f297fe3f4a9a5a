"""Measure and print: one row per benchmark, with the ratio to its peer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """A benchmark's result, `peer` None where nothing is compared.

    Times are in seconds; what is no time has a unit, in which less is better too.
    """

    what: str
    own: float
    peer: float | None = None
    peer_name: str = ""
    unit: str | None = None


def best_of(repeats: int, action: Callable[[], Any]) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def show(row: Row) -> None:
    """Print a row."""
    own = _duration(row.own) if row.unit is None else f"{row.own:,.3g} {row.unit}"
    line = f"{row.what:<66} {own:>9}"
    if row.peer is not None:
        ratio = row.peer / row.own
        shown = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
        line += f"  {shown:>9} x the speed of {row.peer_name}"
        line += f" ({_duration(row.peer)})"
    print(line, flush=True)


def _duration(seconds: float) -> str:
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds * 1e9:.0f} ns"

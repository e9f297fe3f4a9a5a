"""Who is the better buy, and from which budget to which: pure computation on intervals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NARROW = 1.25
"""Regions whose end is less than so many times their start are not told apart from others."""
MOST_REGIONS = 7
"""More regions of the budget than so many help nobody."""
FEW_PROBLEMS = 30
"""On fewer problems than so many nobody wins: so few speak for no others."""


class Which(StrEnum):
    """One of the two that are compared."""

    SMALL = "small"
    LARGE = "large"


class Verdict(StrEnum):
    """What can be said of two models at a budget.

    A model wins where the interval of the difference excludes zero. Where only means were
    published it is ahead if the means differ for sure, but other problems could turn it around.
    Where the two did not spend alike, or on fewer than `FEW_PROBLEMS`, nobody wins.
    """

    SMALL_WINS = "small-wins"
    LARGE_WINS = "large-wins"
    SMALL_AHEAD = "small-ahead"
    LARGE_AHEAD = "large-ahead"
    TOO_CLOSE = "too-close"
    TOO_FEW = "too-few"
    UNEQUAL = "unequal"

    @property
    def leader(self) -> Which | None:
        """Return who leads, None where nobody does for sure."""
        return next((each for each in Which if self.value.startswith(f"{each}-")), None)

    @property
    def wins(self) -> bool:
        """Whether the data carry that one is better."""
        return self.value.endswith("-wins")


@dataclass(frozen=True)
class Lead:
    """Small minus large at one or more budgets, in any unit; arrays of one shape.

    `low` and `high` hold for problems like these: an interval, or where only means are known a
    bound. `least` and `most` hold for these very problems: the value itself, or where curves were
    fitted how far the fit could be off.
    """

    low: Floats
    high: Floats
    least: Floats
    most: Floats

    @classmethod
    def of_interval(cls, low: Floats, high: Floats) -> Self:
        """Return a lead of which an interval is known: then nobody is ahead without winning."""
        nowhere = np.full(low.shape, np.inf)
        return cls(low, high, -nowhere, nowhere)


def judge(lead: Lead, n_problems: int | NDArray[np.int64]) -> list[Verdict]:
    """Return the verdict at each place, over `n_problems`; too close where an end is NaN."""
    found = np.full(lead.low.shape, Verdict.TOO_CLOSE, dtype=object)
    found[lead.least > 0] = Verdict.SMALL_AHEAD
    found[lead.most < 0] = Verdict.LARGE_AHEAD
    found[lead.low > 0] = Verdict.SMALL_WINS
    found[lead.high < 0] = Verdict.LARGE_WINS
    found[np.broadcast_to(n_problems, found.shape) < FEW_PROBLEMS] = Verdict.TOO_FEW
    return [Verdict(each) for each in found.ravel()]


def stands(verdict: Verdict, ended: tuple[bool, bool], *, stops: bool) -> bool:
    """Return whether a verdict holds although the data of one of the two may have `ended`.

    Who `stops` at the first pass leaves money over because it was done, and not for want of
    samples: where it leads it wins, for less, and with more samples it could only lead by more.
    """
    if not any(ended):
        return True
    behind = {Which.SMALL: ended[1], Which.LARGE: ended[0]}
    return stops and verdict.leader is not None and not behind[verdict.leader]


@dataclass(frozen=True)
class Region:
    """Budgets from `start` up to `end`, of which one verdict holds."""

    start: float
    end: float
    verdict: Verdict

    @property
    def ratio(self) -> float:
        """How many times its start the end is, at least 1."""
        return self.end / self.start


def regions(starts: Sequence[float], verdicts: Sequence[Verdict], end: float) -> tuple[Region, ...]:
    """Return few regions of the budget, each with a verdict that holds in all of it.

    Neighbours with one verdict are one region. A narrow region takes a weaker verdict, which holds
    in it too: that of a neighbour whose lead it shares, else too close. Nothing is made stronger.

    Args:
        starts: rising budgets from which each verdict holds, up to the next one.
        verdicts: as many.
        end: where the last one ends.
    """
    ends = [*starts[1:], end]
    found = _joined([Region(*each) for each in zip(starts, ends, verdicts, strict=True)])
    while len(found) > 1:
        clear = [place for place, each in enumerate(found) if each.verdict.leader]
        if not clear:
            break
        least = min(clear, key=lambda place: found[place].ratio)
        if found[least].ratio >= NARROW and len(found) <= MOST_REGIONS:
            break
        found[least] = replace(found[least], verdict=_weaker(found, least))
        found = _joined(found)
    return tuple(found)


def changes_of_lead(found: Sequence[Region]) -> tuple[float, ...]:
    """Return the budgets from which another model leads than the last one that led."""
    changes, leader = [], None
    for region in found:
        now = region.verdict.leader
        if now and leader and now != leader:
            changes.append(region.start)
        leader = now or leader
    return tuple(changes)


def first_reached(lead: Floats, slack: float = 1e-9) -> int | None:
    """Return the first place where a lead is not negative, None where it always is."""
    reached = np.flatnonzero(lead >= -slack)
    return int(reached[0]) if reached.size else None


def _weaker(found: Sequence[Region], place: int) -> Verdict:
    """Return a weaker verdict for a region: one that a neighbour has already, if it can be."""
    mine = found[place].verdict
    beside = {found[near].verdict for near in (place - 1, place + 1) if 0 <= near < len(found)}
    ahead = Verdict(f"{mine.leader}-ahead")
    return ahead if mine.wins and ahead in beside else Verdict.TOO_CLOSE


def _joined(found: Sequence[Region]) -> list[Region]:
    joined: list[Region] = []
    for region in found:
        if joined and joined[-1].verdict is region.verdict:
            joined[-1] = replace(joined[-1], end=region.end)
        elif not math.isclose(region.start, region.end, rel_tol=1e-12):
            # A sliver that rounding made belongs to the region before it.
            start = joined[-1].end if joined else region.start
            joined.append(replace(region, start=start))
    return joined

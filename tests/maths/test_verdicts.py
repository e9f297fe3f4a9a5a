"""Verdicts and regions from intervals alone: properties and brute force."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.maths.verdicts import (
    FEW_PROBLEMS,
    MOST_REGIONS,
    NARROW,
    Lead,
    Region,
    Verdict,
    changes_of_lead,
    first_reached,
    judge,
    regions,
)

steps = st.lists(
    st.tuples(st.floats(1.001, 3.0), st.sampled_from(list(Verdict))), min_size=1, max_size=40
)


def judged(low: float, high: float, least: float, most: float, n: int = FEW_PROBLEMS) -> Verdict:
    return judge(Lead(*(np.array([end]) for end in (low, high, least, most))), n)[0]


@pytest.mark.parametrize(
    ("low", "high", "least", "most", "verdict"),
    [
        (0.1, 9, -math.inf, math.inf, Verdict.SMALL_WINS),
        (-9, -0.1, -math.inf, math.inf, Verdict.LARGE_WINS),
        (-3.3, 3.1, -math.inf, math.inf, Verdict.TOO_CLOSE),
        (0, 3, -math.inf, math.inf, Verdict.TOO_CLOSE),
        (-3, 0, -math.inf, math.inf, Verdict.TOO_CLOSE),
        (math.nan, math.nan, -math.inf, math.inf, Verdict.TOO_CLOSE),
        (-2, 9, 3, 4, Verdict.SMALL_AHEAD),
        (-9, 2, -4, -3, Verdict.LARGE_AHEAD),
        (-9, 9, -0.1, 0.2, Verdict.TOO_CLOSE),
        (1, 9, 3, 7, Verdict.SMALL_WINS),
        (math.nan, math.nan, math.nan, math.nan, Verdict.TOO_CLOSE),
    ],
)
def test_a_win_needs_an_interval_that_excludes_zero(
    low: float, high: float, least: float, most: float, verdict: Verdict
) -> None:
    assert judged(low, high, least, most) is verdict
    assert judged(low, high, least, most, FEW_PROBLEMS - 1) is Verdict.TOO_FEW


def as_steps(drawn: list[tuple[float, Verdict]]) -> tuple[list[float], list[Verdict], float]:
    starts = [1.0]
    for ratio, _ in drawn:
        starts.append(starts[-1] * ratio)
    return starts[:-1], [verdict for _, verdict in drawn], starts[-1]


def strength(verdict: Verdict) -> int:
    return 2 if verdict.wins else 1 if verdict.leader else 0


@given(steps)
def test_regions_cover_all_budgets_and_claim_no_more_than_each_step(
    drawn: list[tuple[float, Verdict]],
) -> None:
    starts, verdicts, end = as_steps(drawn)
    found = regions(starts, verdicts, end)
    assert (found[0].start, found[-1].end) == (1.0, end)
    for one, other in pairwise(found):
        assert one.end == other.start
        assert one.verdict is not other.verdict
    for start, verdict in zip(starts, verdicts, strict=True):
        said = next(region for region in found if region.start <= start < region.end).verdict
        assert strength(said) <= strength(verdict)
        if said.leader:
            assert said.leader == verdict.leader


@given(steps)
def test_regions_are_few_and_wide(drawn: list[tuple[float, Verdict]]) -> None:
    found = regions(*as_steps(drawn))
    led = [region for region in found if region.verdict.leader]
    if len(found) > 1:
        assert all(region.ratio >= NARROW for region in led)
    unequal = sum(region.verdict is Verdict.UNEQUAL for region in found)
    assert len(found) <= MOST_REGIONS + 2 * unequal or not led


def test_a_saw_of_narrow_leads_is_too_close() -> None:
    starts = [1.1**i for i in range(36)]
    saw = [Verdict.SMALL_WINS, Verdict.LARGE_WINS] * 18
    assert regions(starts, saw, 1.1**36) == (Region(1.0, 1.1**36, Verdict.TOO_CLOSE),)


def test_the_lead_changes_where_another_leads_than_the_last_who_led() -> None:
    small, large, close = Verdict.SMALL_WINS, Verdict.LARGE_AHEAD, Verdict.TOO_CLOSE
    verdicts = [small, close, small, close, large, small]
    found = [Region(i, i + 1.0, verdict) for i, verdict in enumerate(verdicts, start=1)]
    assert changes_of_lead(found) == (5, 6)
    assert changes_of_lead(found[:3]) == ()


@given(st.lists(st.floats(-5, 5), max_size=20))
def test_first_reached_is_the_first_that_is_not_negative(lead: list[float]) -> None:
    reached = first_reached(np.array(lead))
    expected = next((i for i, value in enumerate(lead) if value >= -1e-9), None)
    assert reached == expected

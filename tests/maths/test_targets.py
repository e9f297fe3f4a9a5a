"""Which scores reach a target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.maths.targets import reached_from


@given(st.integers(1, 1000), st.floats(0, 100))
def test_a_score_reaches_what_it_is_shown_as(tenths: int, score: float) -> None:
    target = tenths / 10
    if abs(abs(score - target) - 0.05) > 1e-9:
        assert (score >= reached_from(target)) == (float(f"{score:.1f}") >= target)


@given(st.floats(1e-3, 100), st.floats(0, 100))
def test_no_score_reaches_more_than_it_is_and_is_shown_as(target: float, score: float) -> None:
    least = float(reached_from(target))
    assert 0 < least <= target < least + 0.051
    if score >= target:
        assert score >= least
    if score >= least + 1e-9:
        assert max(score, float(f"{score:.1f}")) >= target - 1e-6


def test_a_score_that_is_shown_as_less_reaches_nothing() -> None:
    assert reached_from(46.7) == pytest.approx(46.65, abs=1e-9)
    assert reached_from(46.66) == reached_from(46.7)
    assert reached_from(46.62) == 46.62

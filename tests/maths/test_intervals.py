"""Intervals against exact references, brute force, and populations whose truth is known."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from backend.maths import intervals
from backend.maths.estimators import passes_by_rank, rank_score_at_k
from backend.maths.intervals import (
    deciding,
    joint_quantile,
    mean_interval,
    paired_bound,
    simultaneous_interval,
    t_quantile,
)
from backend.maths.redraws import redraw_variance_pass, redraw_variance_ranked
from speed import coverage

SPANS = st.sampled_from([1.0, 2.0])


@st.composite
def tables(draw: st.DrawFn, span: float) -> np.ndarray:
    shape = draw(st.tuples(st.integers(2, 12), st.integers(1, 4)))
    return draw(hnp.arrays(float, shape, elements=st.floats(1 - span, 1)))


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 9, 29, 117, 499, 10_000])
def test_t_quantiles_are_those_of_scipy(freedom: int) -> None:
    for probability in (0.5, 0.6, 0.75, 0.9, 0.975, 0.995, 0.9999, 1 - 1e-6):
        expected = stats.t.ppf(probability, freedom)
        assert t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_t_quantiles_of_one_and_two_degrees_have_closed_forms() -> None:
    for probability in (0.8, 0.975, 0.999):
        assert t_quantile(probability, 1) == pytest.approx(np.tan(np.pi * (probability - 0.5)))
        centred = 2 * probability - 1
        two = centred * np.sqrt(2 / (1 - centred**2))
        assert t_quantile(probability, 2) == pytest.approx(two)


@pytest.mark.parametrize(("probability", "freedom"), [(0.4, 3), (1.0, 3), (0.9, 0)])
def test_impossible_quantiles_are_refused(probability: float, freedom: int) -> None:
    with pytest.raises(ValueError, match="level"):
        t_quantile(probability, freedom)


def test_mean_interval_is_t_with_pseudo_problems_at_the_ends() -> None:
    scores = [0.0, 0.25, 0.5, 1.0, 1.0]
    low, high = mean_interval(np.array(scores)[:, None])
    extended = [*scores, 0.0, 1.0]
    half = stats.t.ppf(0.975, 4) * np.std(extended, ddof=1) / np.sqrt(7)
    assert low[0] == pytest.approx(max(np.mean(extended) - half, 0))
    assert high[0] == pytest.approx(min(np.mean(extended) + half, 1))


def test_pseudo_problems_of_a_difference_are_half_ones() -> None:
    low, high = mean_interval(np.zeros((9, 1)), span=2.0)
    half = stats.t.ppf(0.975, 8) * np.sqrt(1 / (9 * 10))  # variance 1 / (n + 1 - 1), n + 1 = 10
    assert (low[0], high[0]) == (pytest.approx(-half), pytest.approx(half))


@settings(max_examples=40)
@given(st.data(), SPANS)
def test_intervals_hold_the_mean_and_stay_in_the_span(data: st.DataObject, span: float) -> None:
    table = data.draw(tables(span))
    for low, high in (
        mean_interval(table, span),
        simultaneous_interval(table, span, replicates=50),
    ):
        assert (low >= 1 - span).all()
        assert (high <= 1).all()
        assert (low <= table.mean(axis=0) + 1e-12).all()
        assert (high >= table.mean(axis=0) - 1e-12).all()
        assert (high > low).all()


@given(st.data())
def test_turning_a_difference_round_turns_its_interval_round(data: st.DataObject) -> None:
    table = data.draw(tables(2.0))
    low, high = mean_interval(table, 2.0)
    other_low, other_high = mean_interval(-table, 2.0)
    np.testing.assert_allclose([low, high], [-other_high, -other_low], atol=1e-12)


@settings(max_examples=40)
@given(st.data(), SPANS, st.permutations(range(12)))
def test_the_order_of_problems_does_not_count(
    data: st.DataObject, span: float, order: list[int]
) -> None:
    table = data.draw(tables(span))
    again = table[[i for i in order if i < len(table)]]
    np.testing.assert_allclose(mean_interval(table, span), mean_interval(again, span), atol=1e-12)


@settings(max_examples=40)
@given(st.data(), SPANS)
def test_a_band_is_never_narrower_than_its_columns(data: st.DataObject, span: float) -> None:
    table = data.draw(tables(span))
    low, high = mean_interval(table, span)
    all_low, all_high = simultaneous_interval(table, span, replicates=50)
    assert (all_low <= low + 1e-12).all()
    assert (all_high >= high - 1e-12).all()


def test_a_higher_level_is_wider() -> None:
    table = np.random.default_rng(0).random((20, 3))
    for method in (mean_interval, simultaneous_interval):
        widths = [np.subtract(*method(table, 1.0, level)[::-1]) for level in (0.5, 0.8, 0.95)]
        assert all((wider > narrower).all() for narrower, wider in pairwise(widths))


def test_problems_that_all_agree_leave_doubt_that_shrinks_with_their_number() -> None:
    for problems in (5, 10, 118):
        low, high = mean_interval(np.ones((problems, 1)))
        assert high[0] == 1
        assert 1 - 6 / problems < low[0] < 1 - 2 / problems
        low, high = mean_interval(np.zeros((problems, 1)), span=2.0)
        assert low[0] == -high[0] < -1.9 / problems


@pytest.mark.parametrize("method", [mean_interval, simultaneous_interval])
def test_what_is_undefined_stays_undefined(
    method: Callable[..., tuple[np.ndarray, np.ndarray]],
) -> None:
    assert np.isnan(method(np.zeros((1, 2)), 1.0)).all()
    assert np.isnan(method(np.zeros((0, 2)), 1.0)).all()
    assert np.shape(method(np.zeros((4, 0)), 1.0)) == (2, 0)
    low, high = method([[0.1, np.nan], [0.4, 0.3], [0.5, 0.2]], 1.0)
    assert np.isnan([low[1], high[1]]).all()
    assert np.isfinite([low[0], high[0]]).all()
    assert np.isnan(method(np.full((3, 2), np.nan), 1.0)).all()
    with pytest.raises(ValueError, match="level"):
        method(np.zeros((3, 1)), 1.0, 1.5)


def test_an_undefined_column_does_not_widen_the_others() -> None:
    table = np.random.default_rng(1).random((20, 3))
    holed = np.column_stack([table, np.full(20, np.nan)])
    np.testing.assert_allclose(
        np.array(simultaneous_interval(holed, 1.0))[:, :3], simultaneous_interval(table, 1.0)
    )


def test_bands_are_seeded() -> None:
    table = np.random.default_rng(0).random((20, 30))
    np.testing.assert_array_equal(simultaneous_interval(table), simultaneous_interval(table))
    other = simultaneous_interval(table, seed=1)
    assert not np.array_equal(simultaneous_interval(table), other)


def test_equal_columns_need_no_more_than_one_and_many_independent_ones_what_sidak_says() -> None:
    generator = np.random.default_rng(0)
    one = generator.uniform(-1, 1, size=(400, 1))
    usual = t_quantile(0.975, 399)
    assert joint_quantile(np.tile(one, 50)) == pytest.approx(usual, rel=0.05)
    many = generator.uniform(-1, 1, size=(400, 50))
    sidak = t_quantile((1 + 0.95 ** (1 / 50)) / 2, 399)
    assert joint_quantile(many, replicates=4000) == pytest.approx(sidak, rel=0.05)


def test_a_band_of_many_columns_is_computed_from_some(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = np.random.default_rng(0).normal(size=(40, 1000)).cumsum(axis=1)
    curves = np.tanh(walk / 60)
    some = simultaneous_interval(curves)
    monkeypatch.setattr(intervals, "MOST_COLUMNS", 1000)
    np.testing.assert_allclose(some, simultaneous_interval(curves), atol=0.01)


def test_two_of_a_hundred_problems_decide() -> None:
    assert deciding([1.0] * 98 + [0.0, 0.0]) == 2
    assert deciding([0.0] * 95 + [0.1] * 3 + [1.0, -1.0]) == 2


@pytest.mark.parametrize(
    "values",
    [[], [0.5] * 50, [0.0, 1.0] * 30, [1.0] * 8 + [0.0], [1.0] * 16 + [0.0] * 4],
    ids=["none", "all agree", "half and half", "fewer than ten", "more than a tenth"],
)
def test_no_few_problems_decide(values: list[float]) -> None:
    assert deciding(values) == 0


@given(hnp.arrays(float, st.integers(10, 120), elements=st.floats(-1, 1)))
def test_the_deciding_problems_are_the_fewest_that_hold_most(values: np.ndarray) -> None:
    count = deciding(values)
    assert 0 <= count <= min(5, len(values) // 10)
    squares = np.sort((values - values.mean()) ** 2)[::-1]
    if count:
        assert squares[:count].sum() > squares.sum() / 2
        assert squares[: count - 1].sum() <= squares.sum() / 2 + 1e-12


def test_the_bound_from_means_is_the_formula_with_pseudo_problems() -> None:
    p, q = (164 * 0.3 + 1) / 166, (164 * 0.6 + 1) / 166
    expected = 1.959964 * np.sqrt((p * (1 - p) + q * (1 - q)) / 164)
    assert paired_bound([0.3, np.nan], [0.6, 0.5], 164)[0] == pytest.approx(expected)
    assert np.isnan(paired_bound([np.nan], [0.5], 164)).all()
    assert paired_bound(1.0, 0.0, 10) > 0.2
    with pytest.raises(ValueError, match="level"):
        paired_bound(0.5, 0.5, 10, level=0.0)


def exact_jackknife(n: int, c: int, k: int) -> Fraction:
    def without(correct: int) -> Fraction:
        return 1 - Fraction(comb(max(n - 1 - correct, 0), k), comb(n - 1, k))

    thetas = [without(c - 1)] * c + [without(c)] * (n - c)
    mean = sum(thetas, Fraction(0)) / n
    squares = sum(((theta - mean) * (theta - mean) for theta in thetas), Fraction(0))
    return Fraction(n - 1, n) * squares


@settings(max_examples=40)
@given(st.integers(2, 60), st.data())
def test_redraw_variance_of_pass_equals_exact_fractions(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n - 1))
    exact = float(exact_jackknife(n, c, k))
    assert redraw_variance_pass([n], [c], k)[0] == pytest.approx(exact, rel=1e-9, abs=1e-14)


def test_redraw_variance_of_pass_at_1_is_the_usual_one() -> None:
    c = np.arange(11)
    usual = c / 10 * (1 - c / 10) / 9
    np.testing.assert_allclose(redraw_variance_pass(np.full(11, 10), c, 1), usual, atol=1e-15)


def test_redraw_variance_without_a_sample_to_leave_out_is_undefined() -> None:
    variances = redraw_variance_pass([0, 3, 4], [0, 1, 1], 3)
    assert np.isnan(variances).tolist() == [True, True, False]
    variances = redraw_variance_ranked([[], [1, 0, 0], [1, 0, 0, 1]], 3)
    assert np.isnan(variances).tolist() == [True, True, False]
    assert redraw_variance_ranked([], 1).shape == (0,)
    with pytest.raises(ValueError, match="k must"):
        redraw_variance_pass([3], [1], 0)
    with pytest.raises(ValueError, match="k must"):
        redraw_variance_ranked([[1, 0]], 0)


def left_out(scores: list[int], passes: list[int], k: int) -> float:
    """Rank anew without each sample in turn."""
    n = len(scores)
    kept = [[i for i in range(n) if i != j] for j in range(n)]
    ranked = [passes_by_rank([scores[i] for i in ix], [passes[i] for i in ix]) for ix in kept]
    return float(np.var(rank_score_at_k(ranked, [k])) * (n - 1))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1)), min_size=2, max_size=9), st.data())
def test_redraw_variance_of_ranks_equals_brute_force(
    samples: list[tuple[int, int]], data: st.DataObject
) -> None:
    scores, passes = map(list, zip(*samples, strict=True))
    means = {s: np.mean([p for t, p in samples if t == s]) for s in scores}
    distinct = [value for value in means.values() if 0 < value < 1]
    k = data.draw(st.integers(1, len(samples) - 1))
    variance = redraw_variance_ranked([passes_by_rank(scores, passes)], k)[0]
    if len(set(distinct)) == len(distinct):  # else neighbours may look like one tie group
        assert variance == pytest.approx(left_out(scores, passes, k), abs=1e-12)
    else:
        assert variance >= 0


@given(st.integers(2, 40), st.data())
def test_the_oracle_s_redraw_variance_is_that_of_pass(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n - 1))
    oracle = redraw_variance_ranked([[1.0] * c + [0.0] * (n - c)], k)
    np.testing.assert_allclose(oracle, redraw_variance_pass([n], [c], k), atol=1e-12)
    constant = redraw_variance_ranked([[c / n] * n], k)
    np.testing.assert_allclose(constant, redraw_variance_pass([n], [c], 1), atol=1e-12)


@pytest.mark.parametrize("k", [1, 10, 50])
def test_redraw_variance_is_right_or_wide(k: int) -> None:
    rates = coverage.populations()["EvalPerf"][:, 0]
    assert 0.9 < coverage.redraw_ratio_pass(rates, k, 2000, seed=0) < 1.6


def test_redraw_variance_of_ranks_is_right_or_wide() -> None:
    rates = coverage.populations()["EvalPerf"][:, 0]
    for ratio in coverage.redraw_ratio_ranked(rates, [1, 10, 50], 100, seed=0):
        assert 0.8 < ratio < 1.8


def test_the_chosen_interval_covers_where_the_percentile_bootstrap_does_not() -> None:
    methods = {name: coverage.METHODS[name] for name in ("percentile", "t", "chosen")}
    results = list(coverage.simulate(methods, sizes=(10, 118), draws=150))
    chosen = [r.coverage for r in results if r.method == "chosen"]
    assert min(chosen) >= 0.86  # 0.91 is the worst of thousands of draws, 0.05 chance's share
    assert np.mean(chosen) >= 0.95
    for method in ("percentile", "t"):
        few = [r.coverage for r in results if r.method == method and r.problems == 10]
        assert np.mean(few) < 0.85
        assert min(few) < 0.4


@pytest.mark.parametrize(("problems", "curves"), [(10, 40), (118, 40)])
def test_one_model_twice_never_seems_to_beat_itself(problems: int, curves: int) -> None:
    rates = coverage.populations()["U-shaped"]
    clear, holds = coverage.whole_curves(
        rates, problems, curves, [coverage.percentile, simultaneous_interval], seed=0
    )
    assert clear[0] > 0.05  # a quarter of all curves, by the percentiles of each k
    assert clear[1] <= 0.05
    assert holds[1] >= 0.9


@pytest.mark.slow
def test_coverage_is_within_bounds_at_every_size() -> None:
    results = list(coverage.simulate({"chosen": mean_interval}, draws=2000))
    assert min(r.coverage for r in results) >= 0.90
    assert all(r.coverage >= 0.92 for r in results if r.kind == "score")
    assert np.mean([r.coverage for r in results if r.problems >= 118]) <= 0.98


def test_the_bound_from_means_covers() -> None:
    for rates in coverage.populations().values():
        for problems in (10, 118):
            assert coverage.bound_coverage(rates, problems, 200, seed=1)[:, 1].min() >= 0.95

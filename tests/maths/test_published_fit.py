"""The fit through the paper's published points."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.maths.published_fit import Mixture, fit_mixture, fit_range
from backend.store.shipped.fit_range import FIT_RANGE, published_points, shown_range
from backend.store.snapshot.snapshot import Snapshot

PAPER_STUDIES = {
    "HumanEval": "paper-humaneval",
    "MBPP": "paper-mbpp",
    "APPS-introductory": "paper-apps-introductory",
    "APPS-interview": "paper-apps-interview",
    "APPS-competition": "paper-apps-competition",
}
HEADLINE = ("HumanEval", "Code Llama 13B")
HALF_DIGIT = 0.0005
TABLE = published_points()


def test_the_paper_prints_165_values() -> None:
    assert sum(map(len, TABLE.values())) == 165


@pytest.mark.parametrize(("benchmark", "model"), TABLE)
def test_the_fit_passes_within_a_tenth_of_a_point_and_never_falls_or_bends_up(
    snapshot: Snapshot, benchmark: str, model: str
) -> None:
    run = snapshot.run(PAPER_STUDIES[benchmark], model)
    published = TABLE[benchmark, model]
    k = np.arange(1, max(published) + 1)
    fitted = 100 * snapshot.mixture(run.id).pass_at_k(k)
    for at, score in published.items():
        assert fitted[at - 1] == pytest.approx(score, abs=0.1)
    assert (np.diff(fitted) > 0).all()
    assert (np.diff(fitted, 2) <= 1e-12).all()


@given(st.lists(st.floats(1e-4, 1), min_size=1, max_size=6))
def test_the_fit_recovers_any_mixture_at_its_points(rates: list[float]) -> None:
    ks = np.array([1, 2, 4, 16, 64, 256])
    scores = np.mean([1 - (1 - np.array(rate)) ** ks for rate in rates], axis=0)
    fit = fit_mixture(ks, scores)
    np.testing.assert_allclose(fit.pass_at_k(ks), scores, atol=1e-3)
    assert fit.share.sum() == pytest.approx(1)
    assert (fit.share > 0).all()


def test_the_headline_may_be_a_third_of_a_point_off() -> None:
    points = TABLE[HEADLINE]
    scores = np.divide(list(points.values()), 100)
    low, high = fit_range(list(points), scores, [5])
    assert low == pytest.approx([0.596], abs=HALF_DIGIT)
    assert high == pytest.approx([0.602], abs=HALF_DIGIT)


@given(st.lists(st.tuples(st.integers(0, 199), st.floats(0.1, 1)), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_range_holds_the_mixture_whose_rounded_values_were_published(
    parts: list[tuple[int, float]],
) -> None:
    rates = np.geomspace(1e-5, 1.0, 200)[[place for place, _ in parts]]
    weights = np.array([weight for _, weight in parts])
    mixture = Mixture(rates, weights / weights.sum())
    ks, between = [1, 2, 4, 16, 64], [1, 3, 5, 9, 30, 64]
    low, high = fit_range(ks, np.round(mixture.pass_at_k(ks), 3), between)
    assert (low <= mixture.pass_at_k(between) + 1e-6).all()
    assert (mixture.pass_at_k(between) <= high + 1e-6).all()
    assert (low <= high + 1e-6).all()


@pytest.mark.parametrize("run", [HEADLINE, ("MBPP", "Llama-3 70B")], ids=" ".join)
def test_no_mixture_that_rounds_to_the_values_leaves_the_range(run: tuple[str, str]) -> None:
    ks = np.array(list(TABLE[run]))
    scores = np.divide(list(TABLE[run].values()), 100)
    between = np.arange(1, ks.max() + 1, 3)
    low, high = fit_range(ks, scores, between)
    randoms, kept = np.random.default_rng(0), 0
    for _ in range(100):
        fit = fit_mixture(ks, scores + randoms.uniform(-HALF_DIGIT, HALF_DIGIT, len(ks)))
        if (abs(fit.pass_at_k(ks) - scores) <= HALF_DIGIT).all():
            kept += 1
            assert (low <= fit.pass_at_k(between) + 1e-6).all()
            assert (fit.pass_at_k(between) <= high + 1e-6).all()
    assert kept > 20


def test_values_that_no_mixture_rounds_to_widen_the_rounding_no_more_than_needed() -> None:
    ks, scores = [1, 2, 4], np.array([0.5, 0.4, 0.9])
    low, high = fit_range(ks, scores, ks)
    off = max(np.max(scores - low), np.max(high - scores))
    assert off > HALF_DIGIT
    # pass@2 is at least pass@1: the two printed values meet in the middle or beyond.
    assert off >= 0.05
    rounded_so, _ = fit_range(ks, scores, ks, rounding=off + 1e-6)
    np.testing.assert_allclose(rounded_so, low, atol=1e-3)


def shipped_ranges() -> dict[tuple[str, str], dict[int, tuple[float, float]]]:
    ranges: dict[tuple[str, str], dict[int, tuple[float, float]]] = {}
    with FIT_RANGE.open() as file:
        for row in csv.DictReader(file):
            run = ranges.setdefault((row["benchmark"], row["model"]), {})
            run[int(row["k"])] = float(row["low"]), float(row["high"])
    return ranges


def test_the_shipped_ranges_cover_every_run_at_every_k_and_hold_what_is_drawn() -> None:
    ranges = shipped_ranges()
    assert ranges.keys() == TABLE.keys()
    for run, points in TABLE.items():
        ks = np.arange(1, max(points) + 1)
        assert list(ranges[run]) == ks.tolist()
        low, high = np.array(list(ranges[run].values())).T
        drawn = 100 * fit_mixture(list(points), np.divide(list(points.values()), 100)).pass_at_k(ks)
        assert (low <= drawn).all()
        assert (drawn <= high).all()
        assert (low >= 0).all()
        assert (high <= 100).all()
        for k, score in points.items():
            assert ranges[run][k] == pytest.approx((score - 0.05, score + 0.05), abs=0.001)


@pytest.mark.parametrize("run", [HEADLINE, ("APPS-competition", "Code Llama 7B")], ids=" ".join)
def test_the_shipped_ranges_come_again(run: tuple[str, str]) -> None:
    shipped = shipped_ranges()[run]
    at = [1, 2, 3, 5, 10, 33, 100, max(TABLE[run])]
    low, high = shown_range(TABLE[run], at)
    # One step of the last digit: solvers differ in theirs.
    assert low == pytest.approx([shipped[k][0] for k in at], abs=0.0101)
    assert high == pytest.approx([shipped[k][1] for k in at], abs=0.0101)

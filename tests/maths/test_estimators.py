"""pass@k and rank-score@k against exact fractions and enumeration."""

from fractions import Fraction
from itertools import combinations, permutations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.maths.estimators import pass_at_k, passes_by_rank, rank_score_at_k, rank_weights


def exact_pass_at_k(n: int, c: int, k: int) -> Fraction:
    return 1 - Fraction(comb(n - c, k), comb(n, k))


def enumerated_rank_score(scores: list[int], passes: list[int], k: int) -> Fraction:
    """Average over all subsets of size k, and over the tied best of each."""
    total = Fraction(0)
    subsets = list(combinations(range(len(scores)), k))
    for subset in subsets:
        best = max(scores[i] for i in subset)
        tied = [i for i in subset if scores[i] == best]
        total += Fraction(sum(passes[i] for i in tied), len(tied))
    return total / len(subsets)


@pytest.mark.parametrize("n", range(61))
def test_pass_at_k_equals_exact_fractions(n: int) -> None:
    c = np.arange(n + 1)
    ks = np.arange(1, 62)
    values = pass_at_k(np.full(n + 1, n), c, ks)
    exact = np.array([[float(exact_pass_at_k(n, int(i), k)) for k in range(1, n + 1)] for i in c])
    np.testing.assert_allclose(values[:, :n], exact.reshape(n + 1, n), rtol=0, atol=1e-13)
    assert np.isnan(values[:, n:]).all()


def test_pass_at_k_keeps_its_precision_at_thousands_of_samples() -> None:
    cases = [(2000, 1, 1000), (2000, 700, 3), (2000, 3, 999), (5000, 1, 1), (2000, 1999, 2)]
    for n, c, k in cases:
        assert pass_at_k([n], [c], [k])[0, 0] == pytest.approx(
            float(exact_pass_at_k(n, c, k)), abs=1e-12
        )


def test_pass_at_25_of_ten_wrong_samples_is_undefined() -> None:
    assert np.isnan(pass_at_k([10], [0], [25])).all()
    assert np.isnan(pass_at_k([0], [0], [1])).all()


@given(st.data())
def test_pass_at_k_takes_each_problem_by_itself_and_ks_in_any_order(data: st.DataObject) -> None:
    n = np.array(data.draw(st.lists(st.integers(1, 80), min_size=1, max_size=8)))
    c = np.array([data.draw(st.integers(0, int(i))) for i in n])
    ks = np.array(data.draw(st.lists(st.integers(1, 90), min_size=1, max_size=6)))
    together = pass_at_k(n, c, ks)
    for i in range(len(n)):
        np.testing.assert_array_equal(together[i], pass_at_k(n[i : i + 1], c[i : i + 1], ks)[0])
    for j, k in enumerate(ks):
        np.testing.assert_array_equal(together[:, j], pass_at_k(n, c, [k])[:, 0])


@given(st.integers(2, 300), st.data())
def test_pass_at_k_rises_and_flattens_with_k(n: int, data: st.DataObject) -> None:
    values = pass_at_k([n], [data.draw(st.integers(0, n))], np.arange(1, n + 1))[0]
    assert (np.diff(values) >= -1e-12).all()
    assert (np.diff(values, 2) <= 1e-12).all()


@pytest.mark.parametrize(("n", "c", "k"), [([3], [4], [1]), ([3], [-1], [1]), ([3], [1], [0])])
def test_pass_at_k_refuses_impossible_counts(n: list[int], c: list[int], k: list[int]) -> None:
    with pytest.raises(ValueError, match="must"):
        pass_at_k(n, c, k)


@pytest.mark.parametrize("n", [1, 2, 7, 30])
def test_rank_weights_equal_binomials(n: int) -> None:
    ks = np.arange(1, n + 1)
    exact = [[float(Fraction(comb(n - i, k - 1), comb(n, k))) for i in range(1, n + 1)] for k in ks]
    np.testing.assert_allclose(rank_weights(n, ks), exact, rtol=0, atol=1e-14)
    assert np.isnan(rank_weights(n, [n + 1])).all()


def test_rank_weights_sum_to_one_at_thousands_of_samples() -> None:
    np.testing.assert_allclose(rank_weights(2000, np.arange(1, 1001)).sum(axis=1), 1, atol=1e-11)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=1, max_size=7), st.data())
def test_rank_score_equals_enumeration_of_subsets_with_ties(
    samples: list[tuple[int, int]], data: st.DataObject
) -> None:
    scores, passes = map(list, zip(*samples, strict=True))
    k = data.draw(st.integers(1, len(samples)))
    value = rank_score_at_k(passes_by_rank(scores, passes)[None], [k])[0, 0]
    assert value == pytest.approx(float(enumerated_rank_score(scores, passes, k)), abs=1e-12)


def test_ties_equal_the_mean_over_all_ways_to_break_them() -> None:
    passes, ks = [1, 0, 0, 1], np.arange(1, 5)
    tied = rank_score_at_k(passes_by_rank([2, 2, 2, 1], passes)[None], ks)
    broken = [
        rank_score_at_k([[*(passes[i] for i in order), passes[3]]], ks)
        for order in permutations(range(3))
    ]
    np.testing.assert_allclose(tied, np.mean(broken, axis=0), atol=1e-14)


@given(st.integers(1, 40), st.data())
def test_oracle_ranking_is_pass_at_k_and_constant_ranking_is_pass_at_1(
    n: int, data: st.DataObject
) -> None:
    passes = np.array(data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)))
    ks = np.arange(1, n + 1)
    exact = pass_at_k([n], [passes.sum()], ks)
    oracle = rank_score_at_k(passes_by_rank(passes, passes)[None], ks)
    np.testing.assert_allclose(oracle, exact, atol=1e-12)
    constant = rank_score_at_k(passes_by_rank(np.zeros(n), passes)[None], ks)
    np.testing.assert_allclose(constant, np.full_like(exact, exact[0, 0]), atol=1e-12)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 1)), min_size=1, max_size=30))
def test_a_monotone_transform_of_scores_changes_nothing(samples: list[tuple[int, int]]) -> None:
    scores, passes = map(np.array, zip(*samples, strict=True))
    np.testing.assert_array_equal(
        passes_by_rank(scores, passes), passes_by_rank(np.exp(scores / 3), passes)
    )


def test_nan_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        passes_by_rank([1.0, np.nan], [1, 0])

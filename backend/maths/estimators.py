"""pass@k and rank-score@k: numpy in, numpy out.

All functions return fractions in [0, 1], one row per problem, and NaN where the quantity is
undefined because fewer samples exist than `k` asks for.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def pass_at_k(n: ArrayLike, c: ArrayLike, k: ArrayLike) -> Floats:
    """Estimate, without bias, the chance that one of k samples is correct.

    1 - C(n-c, k) / C(n, k), Chen et al. 2021, equation 1; the ratio is built up over k as the
    product of (n-c-j) / (n-j), which stays exact to rounding where binomials would overflow.

    Args:
        n: samples per problem, shape (problems,), at least 0.
        c: correct samples per problem, shape (problems,), 0 <= c <= n.
        k: numbers of samples to allow, shape (ks,), at least 1.

    Returns:
        Shape (problems, ks), in [0, 1]; NaN where k > n.

    Raises:
        ValueError: if c is outside 0..n or k is below 1.
    """
    samples, correct, ks = _integers(n), _integers(c), _integers(k)
    if samples.shape != correct.shape or (correct < 0).any() or (correct > samples).any():
        raise ValueError("n and c must have one shape, with 0 <= c <= n")
    _check_ks(ks)
    if not ks.size or not samples.size:
        return np.empty((samples.size, ks.size))
    tallies, row = np.unique(np.stack([samples, correct], axis=1), axis=0, return_inverse=True)
    drawn = np.arange(ks.max())
    total = (tallies[:, :1] - drawn).astype(float)
    wrong = np.maximum(tallies[:, :1] - tallies[:, 1:] - drawn, 0)
    total[total <= 0] = np.nan
    all_wrong = np.cumprod(wrong / total, axis=1)
    values: Floats = (1.0 - all_wrong)[:, ks - 1][row.reshape(-1)]
    return values


def expected_answers(scores: ArrayLike) -> Floats:
    """Return how many answers are drawn on average where each is checked and the first pass ends.

    With a cap of k: sum_{j<k} (1 - pass@j) with pass@0 = 0, since the next answer is drawn exactly
    where none of those before it passed. It is linear in pass@j, so that the mean over problems
    follows from means over problems.

    Args:
        scores: pass@j for j = 1, 2, ..., K in [0, 1], shape (..., K).

    Returns:
        For caps 1, 2, ..., K + 1, shape (..., K + 1): at least 1, and the cap at most.
    """
    failing = 1.0 - np.asarray(scores, dtype=float)
    first = np.ones((*failing.shape[:-1], 1))
    drawn: Floats = np.cumsum(np.concatenate([first, failing], axis=-1), axis=-1)
    return drawn


def rank_weights(n: int, k: ArrayLike) -> Floats:
    """Return the chance that the sample ranked i-th of n is the best ranked of k random ones.

    w_i = C(n-i, k-1) / C(n, k), by w_1 = k/n and w_{i+1} = w_i (n-i-k+1) / (n-i).

    Args:
        n: ranked samples, at least 1.
        k: numbers of samples drawn, shape (ks,), at least 1.

    Returns:
        Shape (ks, n); each row sums to 1; rows of NaN where k > n.
    """
    ks = _integers(k)[:, None]
    _check_ks(ks)
    rank = np.arange(1, n)
    factors = np.empty((ks.shape[0], n))
    factors[:, :1] = ks / n
    factors[:, 1:] = np.maximum(n - rank - ks + 1, 0) / (n - rank)
    weights = np.cumprod(factors, axis=1, dtype=np.float64)
    weights[ks[:, 0] > n] = np.nan
    return weights


def rank_score_at_k(passes: ArrayLike, k: ArrayLike) -> Floats:
    """Return the chance that the best ranked of k random samples is correct.

    sum_i w_i pass_i with the weights of `rank_weights` (Hassid et al. 2024, section 2).

    Args:
        passes: correctness of each problem's samples, best rank first, shape (problems, n);
            0 or 1, or a tie group's mean as `passes_by_rank` gives it.
        k: numbers of samples drawn, shape (ks,), at least 1.

    Returns:
        Shape (problems, ks), in [0, 1]; NaN where k > n.
    """
    ranked = np.asarray(passes, dtype=float)
    scores: Floats = ranked @ rank_weights(ranked.shape[1], k).T
    return scores


def passes_by_rank(scores: ArrayLike, passes: ArrayLike) -> Floats:
    """Sort one problem's correctness by score, best first, with exact ties.

    Samples with equal scores get their group's mean, which makes rank-score@k the exact
    expectation under random tie-breaking.

    Args:
        scores: a ranker's scores, shape (n,); higher is better; no NaN.
        passes: correctness of the same samples, shape (n,).

    Returns:
        Shape (n,), in [0, 1].

    Raises:
        ValueError: if a score is NaN.
    """
    ranker_scores = np.asarray(scores, dtype=float)
    if np.isnan(ranker_scores).any():
        raise ValueError("scores must not be NaN: drop unscored samples first")
    _, group, size = np.unique(-ranker_scores, return_inverse=True, return_counts=True)
    group = group.reshape(-1)
    mean = np.bincount(group, weights=np.asarray(passes, dtype=float)) / size
    return np.repeat(mean, size)


def _integers(values: ArrayLike) -> Ints:
    return np.asarray(values, dtype=np.int64).reshape(-1)


def _check_ks(ks: Ints) -> None:
    if (ks < 1).any():
        raise ValueError("k must be at least 1")

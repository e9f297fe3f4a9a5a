"""How much a score would vary if the samples of these very problems were drawn anew."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backend.maths.estimators import pass_at_k, rank_weights

Floats = NDArray[np.float64]


def redraw_variance_pass(n: ArrayLike, c: ArrayLike, k: int) -> Floats:
    """Estimate how much each problem's pass@k would vary if its n samples were drawn anew.

    The jackknife over samples, (n-1)/n sum_j (theta_(j) - theta)^2, which on average is no less
    than the variance (Efron and Stein 1981). Without one of c correct samples the estimate is
    that of (n-1, c-1), without one of the n-c wrong ones that of (n-1, c); their mean is theta.

    Args:
        n: samples per problem, shape (problems,).
        c: correct samples per problem, shape (problems,), 0 <= c <= n.
        k: the number of samples to allow, at least 1.

    Returns:
        Shape (problems,), at least 0; NaN where n <= k. The variance of the mean over problems is
        their sum over problems squared.

    Raises:
        ValueError: if c is outside 0..n or k is below 1.
    """
    samples = np.asarray(n, dtype=np.int64)
    correct = np.asarray(c, dtype=np.int64)
    whole = pass_at_k(samples, correct, [k])[:, 0]
    fewer = np.maximum(samples - 1, 0)
    less = pass_at_k(fewer, np.maximum(correct - 1, 0), [k])[:, 0]
    same = pass_at_k(fewer, np.minimum(correct, fewer), [k])[:, 0]
    squares = correct * (less - whole) ** 2 + (samples - correct) * (same - whole) ** 2
    variance: Floats = squares * fewer / np.maximum(samples, 1)
    return variance


def redraw_variance_ranked(passes: Sequence[ArrayLike], k: int) -> Floats:
    """Estimate how much each problem's rank-score@k would vary if its samples were drawn anew.

    The same jackknife as `redraw_variance_pass`. Neighbours of equal value count as one tie
    group, from which either a correct sample or a wrong one is left out.

    Args:
        passes: for each problem its samples' correctness, best rank first, shape (n,): 0 or 1,
            or a tie group's mean, as `backend.maths.estimators.passes_by_rank` gives it.
        k: the number of samples drawn, at least 1.

    Returns:
        Shape (problems,), at least 0; NaN where n <= k.

    Raises:
        ValueError: if k is below 1.
    """
    ranked = [np.asarray(row, dtype=float) for row in passes]
    weights = {n: rank_weights(n - 1, [k])[0] for n in {len(row) for row in ranked} if n > k}
    nothing = np.empty(0)
    return np.array([_jackknife(row, weights.get(len(row), nothing)) for row in ranked])


def _jackknife(row: Floats, weights: Floats) -> float:
    """Return the jackknife variance of one rank score; `weights` are those of n - 1 ranks."""
    if not weights.size:
        return float("nan")
    first = np.flatnonzero(np.r_[True, np.diff(row) != 0])
    last = np.r_[first[1:], row.size] - 1
    # A sample left out of a tie group moves those behind it up by one rank.
    head = np.r_[0.0, np.cumsum(row[:-1] * weights)][first]
    behind = np.r_[0.0, np.cumsum(row[1:] * weights)]
    reach = np.r_[0.0, np.cumsum(weights)]
    size = last - first + 1
    correct = size * row[first]
    share = (reach[last] - reach[first]) / np.maximum(size - 1, 1)
    others = head + behind[-1] - behind[last]
    thetas = np.concatenate([others + share * (correct - 1), others + share * correct])
    counts = np.concatenate([correct, size - correct])
    squares = (thetas - counts @ thetas / row.size) ** 2
    return float(counts @ squares * (row.size - 1) / row.size)

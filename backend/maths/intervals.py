"""How sure a mean over problems is, without a bootstrap for each column: numpy in, numpy out.

Scores lie in [0, 1] (span 1) and paired differences of two models in [-1, 1] (span 2): values of
span s lie in [1 - s, 1]. `docs/intervals.md` tells how the methods were chosen, by the coverage
that `python -m speed.coverage` measures.
"""

from functools import lru_cache
from math import atan, cos, exp, lgamma, pi, sqrt, tan
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PSEUDO = 1.0
"""Pseudo-problems at each end of [0, 1]; half as many let a score's coverage fall to 0.88."""
MOST_COLUMNS = 300
"""Columns from which the critical value of a band is computed."""
FEW = 5
"""The most problems that `deciding` names."""


def mean_interval(
    values: ArrayLike, span: float = 1.0, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return an interval for the mean over all problems like these.

    Student's t with n - 1 degrees of freedom, after `PSEUDO` / span problems are added at each
    end of the span, as Agresti and Coull (1998, two) and Agresti and Caffo (2000, one for each of
    two samples) do for proportions. Where all of n problems agree, a score's interval still
    reaches some 3 / n from their value, and a difference's 2 / n to either side.

    Args:
        values: one number per problem and column, shape (problems, columns), in [1 - span, 1].
        span: the width of the interval that the values lie in: 1 for scores, 2 for differences.
        level: the wanted coverage, in (0, 1).

    Returns:
        Lower and upper ends, each of shape (columns,), inside [1 - span, 1]; NaN for fewer than
        two problems or where a value is NaN.

    Raises:
        ValueError: if level is outside (0, 1).
    """
    table = np.asarray(values, dtype=float)
    return interval_at(table, span, t_quantile(0.5 + level / 2, max(len(table) - 1, 1)))


def simultaneous_interval(
    values: ArrayLike,
    span: float = 2.0,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 0,
) -> tuple[Floats, Floats]:
    """Return a band that holds for the means of all columns of a curve together.

    `mean_interval` with the t of `joint_quantile`, computed from at most `MOST_COLUMNS` columns
    evenly spread (neighbours on a curve are nearly equal); never narrower than `mean_interval`.

    Args:
        values: shape (problems, columns), in [1 - span, 1]; columns with NaN do not count.
        span: the width of the interval that the values lie in: 1 for scores, 2 for differences.
        level: the wanted coverage of all columns together, in (0, 1).
        replicates: draws of the multiplier bootstrap, at least 1.
        seed: of the draws.

    Returns:
        Lower and upper ends, each of shape (columns,), inside [1 - span, 1]; NaN for fewer than
        two problems or where a value is NaN.

    Raises:
        ValueError: if level is outside (0, 1).
    """
    table = np.asarray(values, dtype=float)
    known = np.flatnonzero(np.isfinite(table).all(axis=0))
    if len(table) < 2 or not known.size:
        return mean_interval(table, span, level)
    spread = known[np.linspace(0, known.size - 1, min(known.size, MOST_COLUMNS)).astype(int)]
    quantile = joint_quantile(table[:, spread], span, level, replicates, seed)
    return interval_at(table, span, quantile)


def interval_at(values: ArrayLike, span: float, quantile: float) -> tuple[Floats, Floats]:
    """Return the mean -+ quantile x its standard error, pseudo-problems included.

    Args:
        values: shape (problems, columns), in [1 - span, 1].
        span: the width of the interval that the values lie in: 1 for scores, 2 for differences.
        quantile: standard errors to each side, from `t_quantile` or `joint_quantile`.

    Returns:
        Lower and upper ends, each of shape (columns,), inside [1 - span, 1]; NaN for fewer than
        two problems or where a value is NaN.
    """
    centre, error = _centre_and_error(np.asarray(values, dtype=float), span)
    return _ends(centre, error, span, quantile)


def interval_of_sums(
    problems: Ints, sums: Floats, squares: Floats, span: float = 1.0, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return what `mean_interval` does, by sums over the problems of each column.

    Columns may be over different problems: so all pairs of many models take no table for each.

    Args:
        problems: over how many problems each column is, shape (columns,).
        sums: of each column's values, which lie in [1 - span, 1].
        squares: sums of their squares.
        span: the width of the interval that the values lie in: 1 for scores, 2 for differences.
        level: the wanted coverage, in (0, 1).

    Returns:
        Lower and upper ends, each of shape (columns,), inside [1 - span, 1]; NaN for fewer than
        two problems.

    Raises:
        ValueError: if level is outside (0, 1).
    """
    counts, place = np.unique(problems, return_inverse=True)
    quantiles = np.array([t_quantile(0.5 + level / 2, max(int(n) - 1, 1)) for n in counts])
    centre, error = _by_sums(problems, sums, squares, span)
    known = np.where(problems < 2, np.nan, error)
    return _ends(centre, known, span, quantiles[place])


def _ends(
    centre: Floats, error: Floats, span: float, quantile: float | Floats
) -> tuple[Floats, Floats]:
    half = quantile * error
    return np.clip(centre - half, 1 - span, 1), np.clip(centre + half, 1 - span, 1)


def joint_quantile(
    values: ArrayLike,
    span: float = 2.0,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 0,
) -> float:
    """Return the t that the greatest |t| of many correlated means exceeds with 1 - level.

    The multiplier bootstrap (Chernozhukov, Chetverikov and Kato 2013): each problem's deviation
    gets a standard normal factor. The quantile of the greatest column is then carried from the
    normal distribution to Student's t at equal tail probability, for the sake of few problems.

    Args:
        values: shape (problems, columns), in [1 - span, 1]; at least 2 problems, no NaN.
        span: the width of the interval that the values lie in: 1 for scores, 2 for differences.
        level: the wanted coverage of all columns together, in (0, 1).
        replicates: draws, at least 1.
        seed: of the draws.

    Returns:
        At least the t of a single column.

    Raises:
        ValueError: if level is outside (0, 1).
    """
    table = np.asarray(values, dtype=float)
    least = t_quantile(0.5 + level / 2, len(table) - 1)
    deviations = _deviations(table, span)
    factors = np.random.default_rng(seed).standard_normal((replicates, len(deviations)))
    normal = float(np.quantile(np.abs(factors @ deviations).max(axis=1), level))
    # A tail below 1e-9 is beyond what any number of replicates could tell.
    return max(least, t_quantile(min(NormalDist().cdf(normal), 1 - 1e-9), len(table) - 1))


def deciding(values: ArrayLike) -> int:
    """Return how few problems hold most of the variance, where they are very few.

    Args:
        values: one number per problem, shape (problems,); no NaN.

    Returns:
        The least m such that m problems' squared deviations from the mean sum to more than half
        of all, if m is at most `FEW` and at most a tenth of the problems; else 0. (Of normal
        values an eighth holds half.)
    """
    numbers = np.asarray(values, dtype=float)
    if not numbers.size:
        return 0
    squares = np.sort((numbers - numbers.mean()) ** 2)[::-1]
    total = squares.sum()
    if not total > 1e-12 * numbers.size:
        return 0
    most = int(np.searchsorted(np.cumsum(squares), total / 2, side="right")) + 1
    return most if most <= min(FEW, numbers.size // 10) else 0


def paired_bound(
    p_small: ArrayLike, p_large: ArrayLike, problems: int | Ints, level: float = 0.95
) -> Floats:
    """Bound the half-width of a difference's interval where only means are known.

    z sqrt((p (1 - p) + q (1 - q)) / problems): scores in [0, 1] with mean p have a variance of at
    most p (1 - p), and models that tend to solve the same problems differ by less than
    independent ones. Into p and q go `PSEUDO` problems at each end, as Agresti and Caffo (2000)
    do, without which means of 0 and 1 would leave no width.

    Args:
        p_small: means of one model, any shape, in [0, 1].
        p_large: means of the other, of the same shape.
        problems: over how many problems they are means, at least 1; one number, or one for each.
        level: the wanted coverage, in (0, 1).

    Returns:
        Half-widths around the difference of the means, of the same shape, above 0; NaN where a
        mean is NaN.

    Raises:
        ValueError: if level is outside (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError("want a level in (0, 1)")
    means = np.stack([np.asarray(p_small, dtype=float), np.asarray(p_large, dtype=float)])
    means = (problems * means + PSEUDO) / (problems + 2 * PSEUDO)
    variance = (means * (1 - means)).sum(axis=0) / problems
    widths: Floats = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(variance)
    return widths


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: int) -> float:
    """Return Student's t below which a share `probability` lies.

    With t = sqrt(freedom) tan(a) the density over a is proportional to cos(a)^(freedom - 1);
    Newton's method from a = 0 rises to the root because the integral is concave.

    Args:
        probability: in [0.5, 1).
        freedom: degrees of freedom, at least 1.

    Raises:
        ValueError: if an argument is out of range.
    """
    if not 0.5 <= probability < 1 or freedom < 1:
        raise ValueError("want a level in (0, 1) and at least one degree of freedom")
    height = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    nodes, weights = np.polynomial.legendre.leggauss(64)
    angle = 0.0
    for _ in range(100):
        inside = angle / 2 * float(weights @ np.cos(angle / 2 * (nodes + 1)) ** (freedom - 1))
        step = (probability - 0.5 - height * inside) / (height * cos(angle) ** (freedom - 1))
        angle = min(angle + step, atan(1e8))
        if abs(step) < 1e-14 * max(angle, 1e-9):
            break
    return sqrt(freedom) * tan(angle)


def _centre_and_error(table: Floats, span: float) -> tuple[Floats, Floats]:
    """Return the mean and its standard error, pseudo-problems included, shape (columns,)."""
    problems, columns = table.shape
    if problems < 2:
        return np.full(columns, np.nan), np.full(columns, np.nan)
    return _by_sums(problems, table.sum(axis=0), (table**2).sum(axis=0), span)


def _by_sums(
    problems: int | Ints, sums: Floats, squares: Floats, span: float
) -> tuple[Floats, Floats]:
    """Return the same by sums over problems: pseudo-problems keep the variance from vanishing."""
    top, bottom, pseudo = 1.0, 1.0 - span, PSEUDO / span
    total = problems + 2 * pseudo
    centre = (sums + pseudo * (top + bottom)) / total
    spread = squares + pseudo * (top**2 + bottom**2) - total * centre**2
    return centre, np.sqrt(spread / (total - 1) / total)


def _deviations(table: Floats, span: float) -> Floats:
    """Return all deviations from the centre, the last two pseudo-problems', at length 1."""
    centre, _ = _centre_and_error(table, span)
    ends = np.sqrt(PSEUDO / span) * (np.array([[1.0], [1.0 - span]]) - centre)
    rows = np.concatenate([table - centre, ends])
    unit: Floats = rows / np.sqrt((rows**2).sum(axis=0))
    return unit

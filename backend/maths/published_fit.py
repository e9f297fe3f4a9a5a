"""Fill in pass@k between the few k that a paper prints.

A benchmark is a mixture of problems with unknown solve rates p, so pass@k is
sum_j w_j (1 - (1 - p_j)^k) with weights w >= 0 that sum to 1. Every such curve rises and flattens
with k, as the true one must. The weights come from non-negative least squares over a grid of p;
how far they could have been others, from linear programmes over the same grid.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_GRID: Floats = np.concatenate([[0.0], np.geomspace(1e-5, 1.0, 200)])
_SUM_TO_ONE = 1e3  # weight of the equation sum(w) = 1 against the published points


@dataclass(frozen=True)
class Mixture:
    """Solve rates and their shares, both of shape (components,); shares sum to 1."""

    solve_rate: Floats
    share: Floats

    def pass_at_k(self, k: ArrayLike) -> Floats:
        """Return pass@k as fractions, shape (ks,)."""
        scores: Floats = _pass_at_k(self.solve_rate, k) @ self.share
        return scores


def fit_mixture(k: ArrayLike, scores: ArrayLike) -> Mixture:
    """Fit a mixture through published pass@k values.

    Args:
        k: the published k, shape (points,), at least 1.
        scores: pass@k as fractions in [0, 1], shape (points,).
    """
    # Imported here: scipy takes a second to load and a built data file no longer needs it.
    from scipy.optimize import nnls  # noqa: PLC0415

    rows = np.vstack([_pass_at_k(_GRID, k), np.full_like(_GRID, _SUM_TO_ONE)])
    target = np.append(np.asarray(scores, dtype=float), _SUM_TO_ONE)
    share, _ = nnls(rows, target, maxiter=10_000)
    used = share > 0
    return Mixture(_GRID[used], share[used] / share.sum())


def fit_range(
    k: ArrayLike, scores: ArrayLike, at: ArrayLike, rounding: float = 0.0005
) -> tuple[Floats, Floats]:
    """Return the least and greatest pass@k of all mixtures that round to the published values.

    At each k of `at`, two linear programmes: min and max of sum_j w_j (1 - (1 - p_j)^k) over
    w >= 0 with sum(w) = 1 and |pass@k - published| <= rounding at every published k, with p on
    the grid of `fit_mixture`. Where no mixture rounds to all values, `rounding` is widened to the
    least with which one does. Each bound is attained, but not all by one mixture. The bounds say
    what rounding and the gaps between the k leave open, not how another set of problems would do.

    Args:
        k: the published k, shape (points,), at least 1.
        scores: pass@k as fractions in [0, 1], shape (points,).
        at: the k to bound, shape (ks,), at least 1; between the published ones to be of use.
        rounding: half of the last printed digit, a fraction.

    Returns:
        low and high, fractions in [0, 1], shape (ks,) each.
    """
    published, values = _pass_at_k(_GRID, k), np.asarray(scores, dtype=float)
    both = np.vstack([published, -published])
    centre = np.concatenate([values, -values])
    # A hair more, or the solver's own rounding may leave no mixture at all.
    within = rounding + _slack(both, centre + rounding) + 1e-9
    rows = _pass_at_k(_GRID, at)
    low = [_least(row, both, centre + within) for row in rows]
    high = [-_least(-row, both, centre + within) for row in rows]
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def _slack(rows: Floats, bounds: Floats) -> float:
    """Return by how much all bounds must be raised for one mixture at least to keep them."""
    cost = np.append(np.zeros(_GRID.size), 1.0)
    return max(0.0, _least(cost, np.column_stack([rows, -np.ones(len(rows))]), bounds))


def _least(cost: Floats, rows: Floats, bounds: Floats) -> float:
    """Return the least cost @ x over x >= 0 with rows @ x <= bounds; shares of x sum to 1.

    Raises:
        ArithmeticError: if no x keeps the bounds.
    """
    from scipy.optimize import linprog  # noqa: PLC0415

    share = np.arange(cost.size) < _GRID.size
    found = linprog(cost, rows, bounds, share[None].astype(float), np.ones(1), method="highs")
    if found.fun is None:
        raise ArithmeticError(found.message)
    return float(found.fun)


def _pass_at_k(solve_rate: Floats, k: ArrayLike) -> Floats:
    """Return pass@k of problems of these solve rates, shape (ks, rates)."""
    scores: Floats = 1.0 - (1.0 - solve_rate) ** np.asarray(k, dtype=float)[:, None]
    return scores

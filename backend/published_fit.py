"""Fill in pass@k between the few k that a paper prints.

A benchmark is a mixture of problems with unknown solve rates p, so pass@k is
sum_j w_j (1 - (1 - p_j)^k) with weights w >= 0 that sum to 1. Every such curve rises and flattens
with k, as the true one must. The weights come from non-negative least squares over a grid of p.
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
        ks = np.asarray(k, dtype=float)[:, None]
        scores: Floats = (1.0 - (1.0 - self.solve_rate) ** ks) @ self.share
        return scores


def fit_mixture(k: ArrayLike, scores: ArrayLike) -> Mixture:
    """Fit a mixture through published pass@k values.

    Args:
        k: the published k, shape (points,), at least 1.
        scores: pass@k as fractions in [0, 1], shape (points,).
    """
    # Imported here: scipy takes a second to load and a built data file no longer needs it.
    from scipy.optimize import nnls  # noqa: PLC0415

    ks = np.asarray(k, dtype=float)[:, None]
    rows = np.vstack([1.0 - (1.0 - _GRID) ** ks, np.full_like(_GRID, _SUM_TO_ONE)])
    target = np.append(np.asarray(scores, dtype=float), _SUM_TO_ONE)
    share, _ = nnls(rows, target, maxiter=10_000)
    used = share > 0
    return Mixture(_GRID[used], share[used] / share.sum())

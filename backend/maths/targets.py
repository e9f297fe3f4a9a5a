"""Which scores reach a target: numpy in, numpy out."""

import numpy as np
from numpy.typing import NDArray

_HALF = 0.05
"""Percent points that a score may lack of the one that it is shown as: scores have one decimal."""


def reached_from(targets: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least scores that reach targets (above 0): these, or what is shown as so much.

    So 46.65 reaches 46.7, which people who are shown 46.7 ask for, and 99.95 reaches 100; 46.64
    does not reach 46.66. All in percent, in an array of the targets' shape. `reachedFrom` of
    pages/parts/charts/budget/reaching.js does the same, and `budgets.pays_from` does so with costs.
    """
    shown = np.ceil(np.round(10 * np.asarray(targets, dtype=np.float64), 6)) / 10
    return np.asarray(np.minimum(targets, shown - _HALF), dtype=np.float64)

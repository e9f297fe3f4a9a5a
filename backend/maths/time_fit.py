"""How measured times compare with a data sheet's, and how far off another model's would be."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.maths.intervals import t_quantile

_LEVEL = 0.95


@dataclass(frozen=True)
class TimeFit:
    """Measured seconds are `factor` times those of a data sheet, in the geometric mean of models.

    One more model's are expected within a factor of `spread` of that (95 %), both ways.
    """

    factor: float
    spread: float
    models: int


def fit_times(measured: Sequence[float], estimated: Sequence[float]) -> TimeFit | None:
    """Fit one factor between measured and estimated seconds, in logarithms.

    The spread is a Student's t prediction interval for one more model like these.

    Args:
        measured: seconds of one answer, above 0, shape (models,).
        estimated: those of the data sheet, above 0, shape (models,).

    Returns:
        None where fewer than two models were measured, since one says nothing of the error.
    """
    n = len(measured)
    if n < 2:
        return None
    ratios = np.log(np.asarray(measured, dtype=float) / np.asarray(estimated, dtype=float))
    beyond = float(ratios.std(ddof=1)) * math.sqrt(1 + 1 / n)
    spread = np.exp(t_quantile(0.5 + _LEVEL / 2, n - 1) * beyond)
    return TimeFit(float(np.exp(ratios.mean())), float(spread), n)

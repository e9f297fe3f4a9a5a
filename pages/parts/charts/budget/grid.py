"""The budgets that the slider can stop at."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backend.maths.assumptions import BudgetKind
from backend.maths.budgets import as_shown
from backend.records.scores import Curve

MARKED = 12
"""The first k of a curve at which the slider can stop, which are those that have a marker."""

_SPREAD = 240  # budgets spread over the axis, beside those where a curve steps


def budget_grid(
    curves: Sequence[Curve],
    kind: BudgetKind,
    *,
    count: int = _SPREAD,
    marked: int = MARKED,
) -> NDArray[np.float64]:
    """Return the budgets that the slider can stop at beside the chosen one, rising.

    `count` numbers spread evenly over the log axis, those that people think in (20, 50, 100), and
    every budget at which one of the first `marked` steps of a curve is reached, as it is shown.
    """
    low = min(curve.budget[0] for curve in curves)
    high = max(curve.budget[-1] for curve in curves)
    if kind is BudgetKind.SAMPLES and not any(curve.stops for curve in curves):
        spread = np.round(np.geomspace(low, high, count))
    else:
        spread = np.array([round_up(value, 3) for value in np.geomspace(low, high, count)])
    spread = np.minimum(spread, round_up(high, 4))
    steps = [as_shown(curve.budget[:marked]) for curve in curves]
    return np.unique(np.concatenate([spread, *steps, _round_numbers(low, high)]))


def _round_numbers(low: float, high: float) -> NDArray[np.float64]:
    """Return one digit and zeros, in the thousandths and millions too, from `low` to `high`."""
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    found = np.array(
        [round(digit * 10.0**power, max(-power, 0)) for power in powers for digit in range(1, 10)]
    )
    return found[(found >= low) & (found <= high)]


def round_up(value: float, digits: int) -> float:
    """Round a positive number up to `digits` significant digits."""
    place = digits - 1 - math.floor(math.log10(value))
    return round(math.ceil(value * 10.0**place - 1e-6) / 10.0**place, place)

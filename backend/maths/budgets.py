"""Which costs a budget pays for."""

import numpy as np
from numpy.typing import NDArray

SLACK = 1e-9
"""Relative: so much may a budget lack of a cost because of the rounding of floats."""


_DIGITS = (4, 5, 6)  # of costs as pages and tables show them: a budget typed from there is accepted
_HALF = 1e-9  # of the last digit: how near to a half counts as one


def as_shown(costs: NDArray[np.float64], digits: int = _DIGITS[0]) -> NDArray[np.float64]:
    """Return positive costs rounded as people are shown them: four digits, or all before the point.

    Halves go down, since a text may round them either way.
    """
    decimals = np.maximum(digits - 1 - np.floor(np.log10(costs)), 0)
    scale = 10.0**decimals
    return np.asarray(np.ceil(costs * scale - 0.5 - _HALF) / scale, dtype=np.float64)


def pays_from(costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least budgets that pay for costs: these, or what they are shown as if it is less.

    So 17.79 pays for an answer of 17.792, and exactly k answers' cost for k of them.
    """
    shown = [as_shown(costs, digits) for digits in _DIGITS]
    return np.asarray(np.min([costs, *shown], axis=0), dtype=np.float64)


def affordable_k(budget: float, costs: NDArray[np.float64]) -> int:
    """Return how many answers `budget` pays for, by the rising costs of 1, 2, ... answers.

    0 means that it does not pay for one; at most the number of costs given.
    """
    return int(affordable_ks(np.array([budget]), costs)[0])


def affordable_ks(budgets: NDArray[np.float64], costs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many answers each budget pays for: `affordable_k` of many."""
    return paid_by(budgets, pays_from(costs))


def paid_by(budgets: NDArray[np.float64], rising: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many of the rising budgets that `pays_from` gives each budget reaches."""
    return np.searchsorted(rising, budgets * (1 + SLACK), side="right")

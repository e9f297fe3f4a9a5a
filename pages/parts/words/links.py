"""What is said of values in links that cannot be read."""

import math
from collections.abc import Iterable

REACH = "reach"
GPU = "GPU"
POLICY = "kind of plan"
BUDGET_KIND = "budget kind"
KIND_OF_ANSWERS = "kind of answers"
LIST_OF_PROBLEMS = "list of problems"
DAY = "it must be a day like 2023-09-01"


def model_of(study: str) -> str:
    """Return what a model's name is looked for among."""
    return f"model of study {study}"


def one_of(values: Iterable[str]) -> str:
    """Return which words a value may be."""
    return f"it must be {' or '.join(values)}"


def above_zero(most: float) -> str:
    """Return which numbers a value may be."""
    return f"it must be a number above 0{'' if math.isinf(most) else f' and at most {most:,.0f}'}"


def within(low: float, high: float) -> str:
    """Return which numbers a value may be."""
    return f"it must be a number from {low:g} to {high:g}"


def whole(low: int, high: int) -> str:
    """Return which whole numbers a value may be."""
    return f"it must be a whole number from {low} to {high}"

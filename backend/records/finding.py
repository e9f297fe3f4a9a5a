"""What a study says of a family of models: the smaller ones against one answer of the largest."""

from dataclasses import dataclass
from enum import StrEnum

from backend.maths.verdicts import Verdict
from backend.records.comparison import Comparison


class Standing(StrEnum):
    """How a smaller model's answers do at the cost of one answer of the largest."""

    BETTER = "better"
    WORSE = "worse"
    CLOSE = "close"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """A family in a study; `smaller` are compared with `largest`, the smallest first.

    The budget is what one answer of the largest costs, in TFLOPs per problem. Each of the models
    has `samples` or more of a problem.
    """

    study: str
    family: str
    largest: str
    budget: float
    samples: int
    smaller: tuple[Comparison, ...]


def standing(found: Comparison) -> Standing:
    """Return how the smaller model does.

    Where its samples end before the budget does, it has spent less: then it can be better for
    sure, and whether it is worse is not known.
    """
    low, _ = found.difference.ends
    if found.small.point.data_ends:
        return Standing.BETTER if low > 0 else Standing.UNKNOWN
    return {Verdict.SMALL_WINS: Standing.BETTER, Verdict.LARGE_WINS: Standing.WORSE}.get(
        found.verdict, Standing.CLOSE
    )

"""What two models need to reach a score: facts, which `words` tells."""

from dataclasses import dataclass

from backend.maths.verdicts import Which
from backend.records.comparison import Saving
from backend.records.scores import Point


@dataclass(frozen=True)
class Need:
    """What a model needs to reach a score.

    `point` is its first that does, None where none does: `most` is the most that it solves with
    any number of answers, percent. `low` and `high` are the first budgets at which the upper and
    the lower end of its 95 % interval reach the score, None where there is no such budget, or no
    interval.
    """

    model: str
    point: Point | None
    low: float | None
    high: float | None
    most: float


@dataclass(frozen=True)
class Reaching:
    """What two models need to reach `target` percent, over the problems that both were given.

    `saving` is of the small one, None where the large one does not reach the target or their costs
    cannot be compared (`charged_alike`). `cheaper` is the one that needs less by the saving's
    interval or bound, None where that leaves it open.
    """

    target: float
    small: Need
    large: Need
    saving: Saving | None
    cheaper: Which | None
    n_problems: int
    measured: bool
    charged_alike: bool

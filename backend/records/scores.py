"""One model's scores against budgets, and what its answers cost."""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backend.maths.budgets import paid_by, pays_from
from backend.maths.costs import UnitCost

Floats = NDArray[np.float64]


Ints = NDArray[np.int64]


class PointKind(StrEnum):
    """Where a score comes from."""

    MEASURED = "measured"
    PUBLISHED = "published"
    FITTED = "fitted"


@dataclass(frozen=True)
class Charge:
    """What answers of a model cost in the budget's unit.

    `one` is an answer alone; `reading` what a ranker, or running the tests, takes for each answer
    that is chosen among. A single answer leaves nothing to choose and is not read. `read` is the
    reading in the kind's own unit, whatever budgets are counted in; None where nobody knows and it
    is not counted.
    """

    one: UnitCost
    reading: float = 0.0
    read: float | None = 0.0

    def of(self, k: Ints, answers: Floats | None = None) -> Floats:
        """Return what k answers cost, or `answers` on average where k are the most: shape (ks,)."""
        drawn = k if answers is None else answers
        return np.asarray(
            drawn * self.one.value + np.where(k > 1, drawn * self.reading, 0.0), dtype=np.float64
        )


@dataclass(frozen=True, eq=False)
class Curve:
    """One model's score for k = 1, 2, ... answers and what they cost; arrays of shape (ks,).

    `score`, `low` and `high` are percent; the 95 % interval is NaN where only means are known.
    Of the k answers `answers` are drawn on average: fewer where it `stops` at the first that
    passes, and then `budget` is their average cost, and `worst` that of all k.
    `next_budget` would pay for one more answer than there is data for. The curve is over
    `n_problems` of the `n_given` that the model was given and the filter lets through: the others
    have too few samples, or none that the ranker scored. `n_dropped` samples were cut by the token
    limit, as far as `finish_known`.
    """

    model: str
    k: Ints
    answers: Floats
    budget: Floats
    next_budget: float
    score: Floats
    low: Floats
    high: Floats
    kind: NDArray[np.str_]
    charge: Charge
    n_problems: int
    n_given: int
    n_samples: int
    n_fewest: int
    n_dropped: int = 0
    finish_known: bool = True
    stops: bool = False

    @property
    def one(self) -> UnitCost:
        """What one answer costs."""
        return self.charge.one

    @property
    def measured(self) -> bool:
        """Whether the scores come from counts per problem, and not from published means."""
        return bool(self.kind[0] == PointKind.MEASURED)

    @property
    def worst(self) -> Floats:
        """What a problem costs that none of the k answers solves."""
        return self.charge.of(self.k)

    @cached_property
    def pays_from(self) -> Floats:
        """From which budgets on the k answers are paid for; kept, since every page asks."""
        return pays_from(self.budget)

    @cached_property
    def ends_from(self) -> float:
        """From which budget on the data end."""
        return float(pays_from(np.array([self.next_budget]))[0])

    def affordable(self, budgets: Floats) -> Ints:
        """Return how many answers each budget pays for, of those that the curve has."""
        return paid_by(budgets, self.pays_from)

    def k_at(self, budget: float) -> int:
        """Return how many answers a budget pays for, of those that the curve has."""
        return int(self.affordable(np.array([budget]))[0])

    def ended(self, budgets: Floats) -> NDArray[np.bool_]:
        """Return at which budgets the data end."""
        return np.asarray(paid_by(budgets, np.array([self.ends_from])) == 1, dtype=np.bool_)

    def at(self, budget: float) -> "Point | None":
        """Return the point that `budget` pays for, or None where it pays for no answer."""
        k = self.k_at(budget)
        ends = bool(self.ended(np.array([budget]))[0])
        return self.point(k, data_ends=ends) if k else None

    def point(self, k: int, *, data_ends: bool = False) -> "Point":
        """Return what k answers do, of those that the curve has."""
        i = k - 1
        return Point(
            model=self.model,
            k=k,
            answers=float(self.answers[i]),
            budget_used=float(self.budget[i]),
            worst=float(self.charge.of(self.k[i : i + 1])[0]),
            score=float(self.score[i]),
            low=float(self.low[i]),
            high=float(self.high[i]),
            kind=PointKind(self.kind[i]),
            data_ends=data_ends,
            stops=self.stops,
        )

    def rows(self) -> list[dict[str, object]]:
        """Return one row per k for tables, CSV and JSON; None where there is no interval.

        Those of a curve that stops have the answers drawn and the worst cost as well.
        """
        worst = self.worst
        return [
            {
                "k": int(self.k[i]),
                "budget": float(self.budget[i]),
                "score": float(self.score[i]),
                "lo": none_if_nan(self.low[i]),
                "hi": none_if_nan(self.high[i]),
                "kind": str(self.kind[i]),
            }
            | (stopping(self.answers[i], worst[i]) if self.stops else {})
            for i in range(len(self.k))
        ]


@dataclass(frozen=True)
class Point:
    """What a budget buys from one model; `data_ends` where it would pay for more samples.

    `k` answers at most, `answers` and `budget_used` on average over the problems, `worst` for a
    problem that none of them solves.
    """

    model: str
    k: int
    answers: float
    budget_used: float
    worst: float
    score: float
    low: float
    high: float
    kind: PointKind
    data_ends: bool
    stops: bool = False


@dataclass(frozen=True)
class References:
    """What one answer of a model costs and scores, in percent; NaN without a greedy run."""

    model: str
    budget: float
    single: float
    greedy: float


@dataclass(frozen=True)
class ProblemScores:
    """Per-problem scores at k = 1, 2, ...: `values` has shape (problems, ks), fractions.

    `position` is each problem's place in the study.
    """

    position: Ints
    values: Floats

    def at(self, k: int) -> Floats:
        """Return the scores at k, shape (problems,)."""
        return self.values[:, k - 1]


def stopping(answers: float, worst: float) -> dict[str, object]:
    """Return what rows say more where the first answer that passes is the last."""
    return {"answers": float(answers), "worst_budget": float(worst)}


def none_if_nan(value: float) -> float | None:
    """Return a number for JSON, where an undefined one is null."""
    return None if math.isnan(value) else float(value)

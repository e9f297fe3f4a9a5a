"""How a budget is best spent on several models: facts, which `words` tells."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from backend.maths.assumptions import BudgetKind
from backend.maths.held_out_plans import Tried
from backend.records.scores import none_if_nan


class Policy(StrEnum):
    """What plans are searched: of one model, of several that all answer, or one after another.

    One model and cascades stop at the first answer that passes; a mix draws all of its answers.
    """

    SINGLE = "single"
    MIX = "mix"
    CASCADE = "cascade"

    @property
    def stops(self) -> bool:
        """Whether the first answer that passes is the last."""
        return self is not Policy.MIX

    @property
    def most_models(self) -> int:
        """Of how many models a plan is at most."""
        return 1 if self is Policy.SINGLE else 3


@dataclass(frozen=True)
class Part:
    """Up to `k` answers of a model."""

    model: str
    k: int


@dataclass(frozen=True)
class Planned:
    """Parts in their order, and what comes of them on the problems that they were chosen on.

    `score` is percent with its 95 % interval; `cost` is a problem's, on average where the first
    pass ends, and `worst_cost` that of one that no answer solves. `answers` are drawn on average.
    """

    parts: tuple[Part, ...]
    score: float
    low: float
    high: float
    cost: float
    worst_cost: float
    answers: float

    def rows(self, name: str, unit: str) -> list[dict[str, object]]:
        """Return a row for each part, in its order; `name` is the plan's, `unit` of its costs."""
        return [
            {
                "plan": name,
                "step": step,
                "model": part.model,
                "k": part.k,
                "score": self.score,
                "lo": none_if_nan(self.low),
                "hi": none_if_nan(self.high),
                "cost": self.cost,
                "worst_cost": self.worst_cost,
                "unit": unit,
            }
            for step, part in enumerate(self.parts, start=1)
        ]


@dataclass(frozen=True)
class HeldOutGain:
    """What the best plan is better by than the best of one model, both chosen on other problems.

    Each of many splits chooses both on one half of the problems and tries them on the other. With a
    budget `value` is percent points that it solves more, with a target percent that it costs less;
    the 95 % interval is paired over `problems`. There the best plans solved `score` percent for
    `cost`, those of one model `single_score` for `single_cost`.
    """

    value: float
    low: float
    high: float
    problems: int
    score: float
    cost: float
    single_score: float
    single_cost: float

    @classmethod
    def of(cls, found: Tried, gain: tuple[float, float, float]) -> Self:
        """Return a gain or a saving (fractions, with the ends of its interval) as it is told."""
        value, low, high = (100 * each for each in gain)
        single, best = (float(each.mean()) for each in found.solved)
        single_cost, cost = (float(each.mean()) for each in found.costs)
        return cls(
            value, low, high, len(found.solved[1]), 100 * best, cost, 100 * single, single_cost
        )


@dataclass(frozen=True)
class Allocation:
    """The best plan of a pool of models, for a budget or to reach a `target` score (percent).

    Where a `ranker` picks among the answers, plans are of one model, `single` is the best by one
    answer each, and nothing stops. Else tests check all answers:
    `single` is the best of one model under the same rule, `best` the best of all. `once` is one
    answer of the model that solves most alone, as people would ask otherwise. `reach` is how many
    answers of each model are looked at, over the `n_problems` that all of them were given; one was
    given `most_given`. Of those that are not, `cut` do less alone, `lacking` have so many problems
    less than most, and `without` have no scores, with why.
    """

    study: str
    ranker: str | None
    budget_kind: BudgetKind
    unit: str
    budget: float | None
    target: float | None
    policy: Policy
    single: Planned | None
    best: Planned
    once: Planned
    gain: HeldOutGain | None
    reach: tuple[Part, ...]
    n_problems: int
    most_given: int
    cut: tuple[str, ...]
    lacking: tuple[tuple[str, int], ...]
    without: tuple[tuple[str, str], ...]

    @property
    def stops(self) -> bool:
        """Whether the first answer that passes is the last that is drawn."""
        return self.ranker is None and self.policy.stops

"""Rankers of one model's samples side by side."""

from dataclasses import dataclass

from backend.maths.verdicts import Verdict
from backend.records.scores import Curve
from backend.records.study import RankerFacts


@dataclass(frozen=True)
class RankerRow:
    """One ranker at one budget.

    Scores are percent, NaN where the budget pays for no answer. `chance` is what a random pick
    gives and `tests` what unit tests give, on the same problems, the same samples and the same k;
    `gap` is the share of the way between them that the ranker goes, NaN where there is no way to
    go. `flops` (TFLOPs), `seconds` and `dollars` are what it takes to read one of several answers,
    by the rule of answers; None where nobody knows.
    """

    name: str
    curve: Curve
    k: int
    score: float
    low: float
    high: float
    chance: float
    tests: float
    gap: float
    facts: RankerFacts
    flops: float | None
    seconds: float | None
    dollars: float | None


@dataclass(frozen=True)
class Paired:
    """A difference in percent points over the same problems, its 95 % interval and verdict.

    The verdict calls the first of the two small and the second large.
    """

    value: float
    low: float
    high: float
    verdict: Verdict
    n_problems: int


@dataclass(frozen=True)
class Duel:
    """What a ranker picks of k answers against one answer of another model, in percent.

    The one answer is the greedy one where there is one (`greedy`), else a sampled one.
    """

    picked: float
    one: float
    greedy: bool
    difference: Paired


@dataclass(frozen=True)
class Best:
    """The best of many rankers, without the luck of having been chosen among them, in percent.

    `score` is its score on problems that it was not chosen on, `candidates` among how many it was
    chosen; `low` and `high` are the interval of its lead over the next one, widened for all pairs
    that could have been named.
    """

    name: str
    score: float
    candidates: int
    next: str
    low: float
    high: float


@dataclass(frozen=True)
class Miss:
    """A problem on which a ranker loses: fractions of 1, at k samples.

    `solved` is the chance that one of k samples is right, `picked` that the ranker's pick is.
    """

    problem: str
    solve_rate: float
    solved: float
    picked: float

"""What is asked of a study: which problems, which selection, and how budgets are counted."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from backend.maths.assumptions import Assumptions, BudgetKind

UNIT_TESTS = "unit-tests"


class MaxK(StrEnum):
    """How far a curve reaches: half the samples (the paper's rule) or all of them."""

    HALF = "half"
    ALL = "n"


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems count; empty fields let all through."""

    difficulty: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Question:
    """What is asked of a study, apart from which models and which budget.

    `selection` is "unit-tests" or "ranker:NAME". With `relative`, budgets are counted in answers
    of the study's reference model, as in the paper's figures. With `ranker_cost`, an answer costs
    what the ranker takes to score it as well.
    """

    study: str
    budget_kind: BudgetKind = BudgetKind.FLOPS
    selection: str = UNIT_TESTS
    max_k: MaxK = MaxK.HALF
    relative: bool = False
    ranker_cost: bool = True
    problems: ProblemFilter = field(default_factory=ProblemFilter)
    assumptions: Assumptions = field(default_factory=Assumptions)

    @property
    def ranker(self) -> str | None:
        """The name of the ranker that selects, None where unit tests do."""
        return None if self.selection == UNIT_TESTS else self.selection.partition(":")[2]

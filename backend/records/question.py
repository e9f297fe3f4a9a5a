"""What is asked of a study: which problems, which selection, and how budgets are counted."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from backend.errors import UserError
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.plain_text import one_line

UNIT_TESTS = "unit-tests"
_RANKER = "ranker:"
_LONGEST = 80  # characters of a wrong spelling that are told


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

    `ranker` picks one answer among k; None where unit tests do. With `stop_first` the tests check
    each answer as it comes, and the first that passes is the last that is drawn: k is then a cap,
    and budgets are what is spent on average over the problems. With `relative`, budgets are
    counted in answers of the study's reference model, as in the paper's figures. With
    `ranker_cost`, an answer costs what the ranker takes to score it as well; with `test_cost`, its
    seconds are those of its tests as well.
    """

    study: str
    budget_kind: BudgetKind = BudgetKind.FLOPS
    ranker: str | None = None
    max_k: MaxK = MaxK.HALF
    stop_first: bool = False
    relative: bool = False
    ranker_cost: bool = True
    test_cost: bool = False
    problems: ProblemFilter = field(default_factory=ProblemFilter)
    assumptions: Assumptions = field(default_factory=Assumptions)

    @property
    def stops(self) -> bool:
        """Whether answers are drawn until one passes: only tests can tell."""
        return self.stop_first and self.ranker is None

    @property
    def counts_tests(self) -> bool:
        """Whether running the tests costs something: only their seconds are known."""
        return self.test_cost and self.ranker is None and self.budget_kind is BudgetKind.TIME

    @property
    def in_references(self) -> bool:
        """Whether budgets are counted in answers of the reference model."""
        return self.relative and self.budget_kind is not BudgetKind.SAMPLES


def ranker_of(selection: str) -> str | None:
    """Return the ranker that a selection names, as links and the command line spell it.

    Raises:
        UserError: if it is neither "unit-tests" nor "ranker:NAME".
    """
    name = selection.removeprefix(_RANKER)
    if selection == UNIT_TESTS:
        return None
    if name in ("", selection):
        raise UserError(
            f"selection '{one_line(selection, _LONGEST)}' must be '{UNIT_TESTS}' or 'ranker:NAME'"
        )
    return name


def selection_of(ranker: str | None) -> str:
    """Return how links and the command line spell a ranker, None being the unit tests."""
    return UNIT_TESTS if ranker is None else f"{_RANKER}{ranker}"

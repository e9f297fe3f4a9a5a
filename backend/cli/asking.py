"""What commands ask of the studies at hand, from the options that they share."""

import datetime as dt
import math

from backend.errors import UserError
from backend.maths.assumptions import MOST_TOKENS, Assumptions, BudgetKind
from backend.plain_text import one_line
from backend.records.question import MaxK, ProblemFilter, Question, ranker_of
from backend.store import store_directory
from backend.store.pointer import open_current
from backend.store.studies import Studies

MEASURED = "measured"


def studies_at_hand() -> Studies:
    """Return the studies of the newest data files.

    Raises:
        UserError: if there are none, or they cannot be read.
    """
    return open_current(store_directory())


def question_of(
    studies: Studies,
    study: str,
    budget_kind: BudgetKind,
    selection: str,
    max_k: MaxK,
    *,
    problems: ProblemFilter,
    costs: Assumptions,
    stop_first: bool = False,
) -> Question:
    """Return what a command asks.

    Raises:
        UserError: if the study is unknown, or a ranker is to tell when to stop.
    """
    ranker = ranker_of(selection)
    if stop_first and ranker is not None:
        raise UserError(
            "--stop-first needs tests that tell a right answer: leave --selection out with it"
        )
    return Question(
        studies.study(study).id,
        budget_kind,
        ranker,
        max_k,
        stop_first=stop_first,
        problems=problems,
        assumptions=costs,
    )


def problem_filter(
    difficulty: list[str] | None,
    platform: list[str] | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
) -> ProblemFilter:
    """Return which problems count."""
    return ProblemFilter(
        tuple(difficulty or ()),
        tuple(platform or ()),
        since.date() if since else None,
        until.date() if until else None,
    )


def assumptions(tokens: str, *, stand_ins: bool) -> Assumptions:
    """Return what costs are worked out from.

    Raises:
        UserError: if `tokens` is neither a length nor `MEASURED`.
    """
    if tokens == MEASURED:
        return Assumptions(measured_tokens=True, stand_ins=stand_ins)
    fits = tokens.isdecimal() and len(tokens) < 9 and 1 <= int(tokens) <= MOST_TOKENS
    if not fits:
        raise UserError(
            f"--tokens is {one_line(tokens, 80)}, but must be a whole number from 1 to "
            f"{MOST_TOKENS:,}, or '{MEASURED}'"
        )
    return Assumptions(tokens=int(tokens), stand_ins=stand_ins)


def checked_budget(budget: float) -> float:
    """Return a budget that can be spent.

    Raises:
        UserError: if it is no number above 0.
    """
    if not (math.isfinite(budget) and budget > 0):
        raise UserError(f"--budget is {budget:g}, but must be a number above 0")
    return budget

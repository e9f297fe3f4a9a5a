"""What the Reallocate page is asked: the best plan of a pool, for a budget or to reach a score."""

from backend.answers import Studies, curves
from backend.answers.lineup import lineup
from backend.answers.reallocate import to_reach, within_budget
from backend.answers.reallocate_ranked import ranked_within_budget
from backend.errors import UserError
from backend.records.allocation import Allocation
from pages.parts.view.view import View


def asked(studies: Studies, view: View, budget: float) -> Allocation:
    """Return the best plan that a view asks for.

    Raises:
        UserError: as the search does.
    """
    if view.ranker is not None:
        return ranked_within_budget(studies, view.question, budget, view.pool)
    if view.target is not None:
        return to_reach(studies, view.question, view.target, view.pool, view.policy)
    return within_budget(studies, view.question, budget, view.pool, view.policy)


def budget_of(studies: Studies, view: View) -> float:
    """Return the chosen budget, or what one answer of the dearest of the pool or pair costs."""
    if view.budget is not None:
        return view.budget
    pair = dict.fromkeys(view.pool or (view.small, view.large))
    try:
        return curves.opening_budget([curves.curve(studies, view.question, name) for name in pair])
    except UserError:
        found = lineup(studies, view.question).curves
        return curves.opening_budget(found) if found else 1.0


def reached_by_one(studies: Studies, view: View) -> float:
    """Return what one answer of the pair's large model solves, percent; 1 where nobody knows."""
    try:
        return float(curves.curve(studies, view.question, view.large).score[0])
    except UserError:
        return 1.0

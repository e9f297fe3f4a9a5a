"""What the Pairs page is asked: which models, at which budgets, and which pair is opened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.answers import Studies
from backend.answers.charges import cost_of_one
from backend.answers.curves import opening_budget
from backend.answers.frontier import frontier
from backend.answers.lineup import lineup
from backend.answers.pairs import sweep
from backend.errors import UserError
from backend.maths.costs import NoCost
from backend.records.frontier import Frontier
from backend.records.pairs import Sweep
from backend.records.scores import Curve
from pages.parts.charts.budget.grid import budget_grid
from pages.parts.explore.asked import budget_of
from pages.parts.view.view import View

_STOPS, _STEPS = 120, 2  # of the line: fewer than for a few curves, since each is of all pairs


@dataclass(frozen=True)
class Asked:
    """All pairs at all budgets of the line, and the best of all; `best` is None without one."""

    budget: float
    sweep: Sweep
    best: Frontier | None


def curves_of(studies: Studies, view: View) -> Sequence[Curve]:
    """Return the curves of all models that have one, each over its own problems."""
    return lineup(studies, view.question).curves


def asked(studies: Studies, view: View, curves: Sequence[Curve]) -> Asked:
    """Return what the page shows of two curves at least.

    Raises:
        UserError: as `sweep` does.
    """
    # The pair may have no curve here: what a ranker scored of a few models is enough.
    pair = [curve for curve in curves if curve.model in (view.small, view.large)]
    start = view if pair else replace(view, budget=view.budget or opening_budget(curves))
    budget = budget_of(start, curves)
    grid = budget_grid(curves, view.budget_kind, count=_STOPS, marked=_STEPS)
    stops = tuple(grid.tolist())
    try:
        best = frontier(studies, view.question, tuple(sorted({*stops, budget})))
    except UserError:  # they share no problem
        best = None
    return Asked(budget, sweep(studies, view.question, stops, budget), best)


def opened(studies: Studies, view: View, row: str, column: str) -> View:
    """Return the view of a pair: the one whose answer costs less, or that is smaller, first."""
    small, large = sorted((row, column), key=lambda model: _size(studies, view, model))
    return replace(view, small=small, large=large)


def _size(studies: Studies, view: View, model: str) -> tuple[float, float]:
    cost = cost_of_one(studies, view.question, model)
    architecture = studies.run(view.study, model).model.architecture
    weights = architecture.total_parameters if architecture else float("inf")
    return (float("inf") if isinstance(cost, NoCost) else cost.value), weights

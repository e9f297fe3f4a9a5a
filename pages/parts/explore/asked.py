"""What the Explore page is asked: which curves, at which budget."""

from collections.abc import Sequence

from backend.answers import Studies, curves
from backend.answers.lineup import beside
from backend.records.scores import Curve
from pages.parts.view.view import View


def curves_of(studies: Studies, view: View) -> list[Curve]:
    """Return the curves, all of them over the problems that the pair shares if they can be.

    Raises:
        UserError: as `curves.curve` does.
    """
    pair = view.small, view.large
    return [beside(studies, view.question, model, pair) for model in view.models]


def budget_of(view: View, shown: Sequence[Curve]) -> float:
    """Return the chosen budget within the chart, or one that pays for one answer of the pair."""
    if view.budget is None:
        return curves.opening_budget([c for c in shown if c.model in (view.small, view.large)])
    low = min(curves.opening_budget([curve]) for curve in shown)
    high = max(float(curve.budget[-1]) for curve in shown)
    return min(max(view.budget, low), max(low, high))

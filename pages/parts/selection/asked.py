"""What the Selection page is asked: whose samples are ranked, against what, at which budget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backend.answers import Studies, charges, curves, selection
from backend.maths.budgets import as_shown
from backend.records.question import Question
from backend.records.ranking import RankerRow
from backend.records.scores import Curve
from pages.parts.view.view import View

_ANSWERS = 10  # that the budget pays for where none was chosen


@dataclass(frozen=True)
class Asked:
    """The rankers of a model's samples at a budget.

    `view` has the model as its small one, and the model whose one answer they should beat as its
    large one (itself where there is no other). `question` has no selection, since rankers are
    asked one by one; `looked_at` is the ranker that is looked at more closely.
    """

    view: View
    question: Question
    tests: Curve
    budget: float
    rows: Sequence[RankerRow]
    looked_at: RankerRow

    @property
    def model(self) -> str:
        """The model whose samples are ranked."""
        return self.view.small


def rivals(studies: Studies, view: View) -> list[str]:
    """Return the models whose one answer may be held against the small one's."""
    placed, _ = charges.placed(studies, view.question)
    return [model for model in placed if model != view.small]


def pair(studies: Studies, view: View) -> View:
    """Return the view with a small model whose samples were ranked, and a large one to beat."""
    ranked = selection.ranked_models(studies, view.study)
    shown = replace(view, small=view.small if view.small in ranked else ranked[0])
    others = rivals(studies, shown)
    large = shown.large if shown.large in others else next(iter(others), shown.small)
    return replace(shown, large=large)


def asked(studies: Studies, view: View) -> Asked:
    """Return what the page shows of a view.

    Raises:
        UserError: as `selection.rows` does.
    """
    shown = pair(studies, view)
    question = replace(shown.question, ranker=None, stop_first=False)
    tests = curves.curve(studies, question, shown.small)
    budget = _budget(view, tests)
    rows = selection.rows(studies, question, shown.small, budget)
    looked_at = next((row for row in rows if row.name == view.ranker), rows[0])
    return Asked(shown, question, tests, budget, rows, looked_at)


def _budget(view: View, tests: Curve) -> float:
    """Return the chosen budget within the chart, or one that pays for ten answers."""
    low, high = curves.opening_budget([tests]), float(tests.budget[-1])
    wanted = view.budget or tests.one.value * min(_ANSWERS, len(tests.k))
    return min(max(float(as_shown(np.array([wanted]))[0]), low), max(low, high))

"""What the Problems page is asked: which problems, with how many answers of each model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.answers import Studies, curves, selection
from backend.answers.standings import Answers, is_listed, standings
from backend.errors import UserError
from backend.records.samples import Listed, Standing
from pages.parts.explore.asked import budget_of, curves_of
from pages.parts.problems.order import in_order
from pages.parts.problems.pair import pair
from pages.parts.view.view import View


@dataclass(frozen=True)
class Asked:
    """The problems that pass the filters and the search, at the budget that Explore has.

    `view` has the pair that has samples to read. `answers` are how many of each model the budget
    pays for, the pair first; one of each where `budget` is None, as the pair cannot be compared at
    any. What `ranker` picks among the small model's is told, if any ranked them.
    """

    view: View
    budget: float | None
    answers: Answers
    ranker: str | None
    rows: Sequence[Standing]

    def listed(self, which: Listed) -> list[Standing]:
        """Return the problems of a list, in the study's order."""
        view = self.view
        return [row for row in self.rows if is_listed(row, which, view.small, view.large)]

    def shown(self) -> list[Standing]:
        """Return the problems of the chosen list, in the chosen order."""
        return in_order(self.listed(self.view.listed), self.view)


def asked(studies: Studies, view: View) -> Asked:
    """Return what the page shows of a view.

    Raises:
        UserError: as `standings` does.
    """
    shown = replace(pair(studies, view), ranker=None)
    budget = _budget(studies, shown)
    answers = _answers(studies, shown, budget)
    ranker = _ranker(studies, view, shown.small)
    question = replace(shown.question, ranker=ranker)
    return Asked(shown, budget, answers, ranker, standings(studies, question, answers, view.find))


def _budget(studies: Studies, view: View) -> float | None:
    try:
        return budget_of(view, curves_of(studies, view))
    except UserError:
        return None


def _answers(studies: Studies, view: View, budget: float | None) -> Answers:
    """Return how many answers of each model a budget pays for; without those that have no cost."""
    models = dict.fromkeys((view.small, view.large, *studies.runs(view.study)))
    if budget is None:
        return tuple((model, 1) for model in models)
    found = []
    for model in models:
        try:
            point = curves.curve(studies, view.question, model).at(budget)
        except UserError:
            continue
        found.append((model, point.k if point else 0))
    return tuple(found)


def _ranker(studies: Studies, view: View, model: str) -> str | None:
    """Return the ranker that answers are ordered by, or that is explored, or any."""
    known = selection.rankers_of(studies, view.study, model)
    wanted = (view.order, view.ranker, *known)
    return next((name for name in wanted if name in known), None)

"""The pair at a score that is to be reached: what is said of what the two need, in plain text."""

from collections.abc import Sequence

from backend import words as facts
from backend.answers import Studies
from backend.answers.reaching import reaching
from backend.errors import UserError
from backend.maths.verdicts import FEW_PROBLEMS, Which
from backend.records.scores import Curve
from pages.parts.charts.budget.shown import Duel
from pages.parts.explore.duel import about_costs, all_samples
from pages.parts.text.plain import unmarked
from pages.parts.view.view import View


def race(studies: Studies, view: View, shown: Sequence[Curve], target: float) -> Duel | None:
    """Return what is said of the pair, None of a model alone; what the two need the chart says."""
    if view.small == view.large:
        return None
    remarks = [unmarked(remark) for remark in about_costs(view, shown)]
    try:
        found = reaching(studies, view.question, view.small, view.large, target)
    except UserError as error:
        return Duel(view.small, view.large, unmarked(str(error)), remarks=remarks, compared=False)
    sure = facts.reaching.certainty(found)
    cheaper = {Which.SMALL: view.small, Which.LARGE: view.large, None: None}
    return Duel(
        small=view.small,
        large=view.large,
        headline="",
        winner=cheaper[found.cheaper],
        certainty=unmarked(sure) if sure else "",
        remarks=remarks,
        all_samples=all_samples(view, shown),
        compared=found.charged_alike and found.n_problems >= FEW_PROBLEMS,
    )

"""The pair at the chosen budget: what stands above and on the chart, in plain text."""

from collections.abc import Sequence

from backend import words as facts
from backend.answers import Studies, comparison
from backend.errors import UserError
from backend.maths.verdicts import FEW_PROBLEMS, Verdict
from backend.records.comparison import Comparison
from backend.records.question import MaxK
from backend.records.scores import Curve
from pages.parts import words
from pages.parts.charts.budget.shown import Arrow, Duel
from pages.parts.text.plain import unmarked
from pages.parts.view.view import View


def duel(studies: Studies, view: View, shown: Sequence[Curve], budget: float) -> Duel | None:
    """Return what is said of the pair at a budget, None of a model alone."""
    if view.small == view.large:
        return None
    about_all = about_costs(view, shown)
    try:
        found = comparison.compare(studies, view.question, view.small, view.large, budget)
    except UserError as error:
        return _told(view, unmarked(str(error)), remarks=about_all)
    ended = facts.comparison.data_end(found)
    remarks = [*([ended] if ended else []), *facts.comparison.reservations(found), *about_all]
    return Duel(
        small=view.small,
        large=view.large,
        headline=words.sentences.heading(facts.comparison.winner(found)),
        winner=_winner(found),
        certainty=unmarked(facts.comparison.certainty(found)),
        remarks=[unmarked(remark) for remark in remarks],
        regions=facts.comparison.standings(found),
        saving=_saving(found),
        all_samples=all_samples(view, shown),
    )


def _winner(found: Comparison) -> str | None:
    winning = {Verdict.SMALL_WINS: found.small, Verdict.LARGE_WINS: found.large}
    side = winning.get(found.verdict)
    return side.point.model if side else None


def _told(view: View, why: str, remarks: Sequence[str]) -> Duel:
    """Return what is said of a pair that cannot be compared."""
    said = [unmarked(remark) for remark in remarks]
    return Duel(view.small, view.large, why, remarks=said)


def _saving(found: Comparison) -> Arrow | None:
    """Return how much less the small model needs, None where it does not, or nobody can say."""
    share, large = found.saving.value, found.large.point
    if share is None or share >= 1 or found.n_problems < FEW_PROBLEMS:
        return None
    text = facts.shares.of_budget(share)
    return Arrow(share * large.budget_used, large.budget_used, large.score, text)


def about_costs(view: View, shown: Sequence[Curve]) -> list[str]:
    """Return what must be known of the costs, whatever the budget."""
    charges = {curve.model: curve.charge for curve in shown}
    cautions = facts.costs.cautions(view.budget_kind, charges)
    return [*map(words.explore.see_cost, cautions), *facts.costs.tests_as_judges(view.question)]


def all_samples(view: View, shown: Sequence[Curve]) -> int | None:
    """Return how many samples the pair has where its curves reach half of them only."""
    pair = [curve for curve in shown if curve.model in (view.small, view.large)]
    more = [curve.n_samples for curve in pair if curve.measured and len(curve.k) < curve.n_samples]
    return max(more, default=None) if view.max_k is MaxK.HALF else None

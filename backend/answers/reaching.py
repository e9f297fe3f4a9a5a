"""What a score costs: the first budget at which a model reaches it, and how sure a saving is.

Which score reaches a target is for `maths.targets` to say, here and for plans alike.
"""

import numpy as np
from numpy.typing import NDArray

from backend.answers.asked import asked
from backend.answers.comparison import pair_of, saving_for
from backend.maths.targets import reached_from
from backend.maths.verdicts import FEW_PROBLEMS, Which, first_reached
from backend.records.comparison import Saving, charged_alike
from backend.records.question import Question
from backend.records.reaching import Need, Reaching
from backend.records.scores import Curve
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot


@asked
@remembered
def reaching(
    snapshot: Snapshot, question: Question, small: str, large: str, target: float
) -> Reaching:
    """Return what two models need to reach `target` percent, and how sure the saving is.

    Raises:
        UserError: as `curve` does.
    """
    pair = pair_of(snapshot, question, small, large)
    needs = need(pair[0], target), need(pair[1], target)
    alike = charged_alike([each.charge for each in pair])
    goal = needs[1].point if alike else None
    least = float(reached_from(target))
    saving = saving_for(snapshot, question, pair, goal, least) if goal else None
    end = pair[0].next_budget / goal.budget_used if goal else 0.0
    measured = pair[0].measured and pair[1].measured
    few = pair[0].n_problems < FEW_PROBLEMS
    return Reaching(
        target=target,
        small=needs[0],
        large=needs[1],
        saving=saving,
        cheaper=None if saving is None or few else _cheaper(saving, end, measured),
        n_problems=pair[0].n_problems,
        measured=measured,
        charged_alike=alike,
    )


def need(curve: Curve, target: float) -> Need:
    """Return what a curve needs to reach `target` percent."""
    goal = reached_from(target)
    place, low, high = (
        first_reached(ends - goal, slack=0) for ends in (curve.score, curve.high, curve.low)
    )
    return Need(
        model=curve.model,
        point=None if place is None else curve.point(place + 1),
        low=None if low is None else float(curve.budget[low]),
        high=None if high is None else float(curve.budget[high]),
        most=float(curve.score.max()),
    )


def decisive(curve: Curve, targets: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the k at which a score, or an end of its interval, first reaches one of the targets.

    Args:
        curve: of n answers.
        targets: percent.

    Returns:
        Numbers of answers, rising, each once.
    """
    found = []
    for ends in (curve.score, curve.low, curve.high):
        most = np.maximum.accumulate(ends)
        if np.isfinite(most).all():
            place = np.searchsorted(most, reached_from(targets), side="left")
            found.append(place[place < len(curve.k)] + 1)
    return np.unique(np.concatenate(found)).astype(np.int64)


def _cheaper(saving: Saving, end: float, measured: bool) -> Which | None:
    """Return who needs less for sure; `end` is how far the small one's data go, as a share."""
    if saving.high is not None and saving.high < 1:
        return Which.SMALL
    if saving.low is None:  # of means perhaps because nobody knows how far they could be off
        return Which.LARGE if measured and saving.value is None and end > 1 else None
    return Which.LARGE if saving.low > 1 else None

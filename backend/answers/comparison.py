"""Two models at one budget: who is the better buy, how sure that is, and at which budgets."""

import datetime as dt
import math
from dataclasses import replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend import catalogue
from backend.answers.asked import asked
from backend.answers.charges import unit_of
from backend.answers.curves import curve
from backend.answers.scores import chosen_problems, redraw_variance, scores_by_problem
from backend.errors import UserError
from backend.maths.intervals import deciding, mean_interval, paired_bound, simultaneous_interval
from backend.maths.verdicts import (
    Lead,
    Region,
    Verdict,
    Which,
    first_reached,
    judge,
    regions,
    stands,
)
from backend.records.comparison import Comparison, Difference, Saving, Side, Unseen, charged_alike
from backend.records.question import Question
from backend.records.scores import Curve, Point
from backend.records.unanswerable import TooLittle
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[Curve, Curve]


class Means(NamedTuple):
    """Scores of which only means are known, and how far fitted ones could be off; percent."""

    score: Floats
    low: Floats
    high: Floats


_Z = NormalDist().inv_cdf(0.975)


@asked
@remembered
def compare(
    snapshot: Snapshot, question: Question, small: str, large: str, budget: float
) -> Comparison:
    """Compare two models at one budget per problem.

    Raises:
        UserError: as `curve` does, and if the budget does not pay for one answer of each.
    """
    pair = pair_of(snapshot, question, small, large)
    points = [_affordable(snapshot, question, each, budget) for each in pair]
    at = np.array([points[0].k]), np.array([points[1].k])
    lead = _lead(snapshot, question, pair, at)
    charged = charged_alike([each.charge for each in pair])
    verdict = judge(lead, pair[0].n_problems)[0]
    ended = points[0].data_ends, points[1].data_ends
    alike = charged and stands(verdict, ended, stops=question.stops)
    return Comparison(
        study=question.study,
        budget_kind=question.budget_kind,
        unit=unit_of(snapshot, question),
        budget=budget,
        small=_side(snapshot, question, pair[0], points[0]),
        large=_side(snapshot, question, pair[1], points[1]),
        verdict=verdict if alike else Verdict.UNEQUAL,
        difference=_difference(pair, points[0].score - points[1].score, lead),
        regions=_regions(snapshot, question, small, large),
        saving=saving_for(snapshot, question, pair, points[1], points[1].score)
        if charged
        else Saving(None, None, None),
        ends_first=Which.SMALL if pair[0].next_budget <= pair[1].next_budget else Which.LARGE,
        n_problems=pair[0].n_problems,
        deciding=deciding(_paired(snapshot, question, pair, at)[:, 0]) if _measured(pair) else 0,
    )


@asked
@remembered
def redrawn(
    snapshot: Snapshot, question: Question, small: str, large: str, budget: float
) -> tuple[float, float]:
    """Return the 95 % interval of the difference on these very problems, their samples drawn anew.

    Percent points; NaN where only means are known, or too few samples.

    Raises:
        UserError: as `compare` does.
    """
    pair = pair_of(snapshot, question, small, large)
    if not _measured(pair):
        return math.nan, math.nan
    variance, scores = 0.0, []
    for each, other in (pair, pair[::-1]):
        point = _affordable(snapshot, question, each, budget)
        by_problem = redraw_variance(snapshot, question, each.model, point.k, (other.model,))
        variance += float(by_problem.sum()) / len(by_problem) ** 2
        scores.append(point.score)
    half, value = 100 * _Z * math.sqrt(variance), scores[0] - scores[1]
    return value - half, value + half


@asked
def after_cut_offs(
    snapshot: Snapshot, question: Question, small: str, large: str, budget: float
) -> Unseen | None:
    """Compare on the problems that neither model can have seen in training.

    Returns:
        None where a study's problems are not dated, or all that are asked for are released later.

    Raises:
        UserError: as `compare` does, over all problems that are asked for.
    """
    problems = snapshot.problems(question.study)
    chosen = chosen_problems(question.study, problems, question.problems)
    released = problems.released[chosen] if len(problems.ids) else problems.released
    if np.isnat(released).all():
        return None
    known = catalogue.cut_offs()
    names = [snapshot.run(question.study, model).model.name for model in (small, large)]
    unknown = tuple(name for name in names if name not in known)
    if unknown:
        return Unseen(unknown)
    later = max(known[name] for name in names)
    after = released > np.datetime64(later)
    if after.all():
        return None
    if not after.any():
        return Unseen(cut_off=later)
    first = later + dt.timedelta(days=1)
    asked = replace(question, problems=replace(question.problems, since=first))
    try:
        return Unseen(cut_off=later, comparison=compare(snapshot, asked, small, large, budget))
    except UserError:  # no problem after it that both were given
        return Unseen(cut_off=later)


def pair_of(snapshot: Snapshot, question: Question, small: str, large: str) -> Pair:
    """Return the curves of two models over the problems that both were given.

    Raises:
        UserError: as `curve` does.
    """
    return (
        curve(snapshot, question, small, (large,)),
        curve(snapshot, question, large, (small,)),
    )


def _measured(pair: Pair) -> bool:
    return pair[0].measured and pair[1].measured


def _affordable(snapshot: Snapshot, question: Question, each: Curve, budget: float) -> Point:
    point = each.at(budget)
    if point is None:
        raise UnanswerableError(TooLittle(each.model, each.one.value, unit_of(snapshot, question)))
    return point


def _side(snapshot: Snapshot, question: Question, each: Curve, point: Point) -> Side:
    alone = curve(snapshot, question, each.model)
    differs = alone.n_problems != each.n_problems
    return Side(
        point, each.charge, alone.at(point.budget_used) if differs else None, alone.n_problems
    )


def _paired(snapshot: Snapshot, question: Question, pair: Pair, k: tuple[Ints, Ints]) -> Floats:
    """Return small minus large by problem at each pair of k, shape (problems, ks), fractions."""
    small, large = (each.model for each in pair)
    left = scores_by_problem(snapshot, question, small, (large,)).values
    right = scores_by_problem(snapshot, question, large, (small,)).values
    return left[:, k[0] - 1] - right[:, k[1] - 1]


def _lead(
    snapshot: Snapshot,
    question: Question,
    pair: Pair,
    k: tuple[Ints, Ints],
    *,
    together: bool = False,
) -> Lead:
    """Return the lead at each pair of k in percent points, by ends that hold together or singly."""
    if _measured(pair):
        interval = simultaneous_interval if together else mean_interval
        low, high = interval(_paired(snapshot, question, pair, k), 2.0)
        return Lead.of_interval(100 * low, 100 * high)
    small, large = (
        means_at(snapshot, question, each, at) for each, at in zip(pair, k, strict=True)
    )
    return lead_of_means(small, large, pair[0].n_problems)


def means_at(snapshot: Snapshot, question: Question, each: Curve, k: Ints) -> Means:
    """Return a curve's scores at k, and where they could lie: NaN where nobody worked it out."""
    score = each.score[k - 1]
    if each.measured:
        return Means(score, score, score)
    low, high = snapshot.fit_range(snapshot.run(question.study, each.model).id)
    if len(low) != len(each.k):
        unknown = np.full(k.shape, np.nan)
        return Means(score, unknown, unknown)
    return Means(score, low[k - 1], high[k - 1])


def lead_of_means(small: Means, large: Means, n_problems: int | Ints) -> Lead:
    """Return the lead of one over the other where only means are known, in percent points."""
    least, most = small.low - large.high, small.high - large.low
    bound = 100 * paired_bound(small.score / 100, large.score / 100, n_problems)
    return Lead(least - bound, most + bound, least, most)


def _difference(pair: Pair, value: float, lead: Lead) -> Difference:
    ends = float(lead.low[0]), float(lead.high[0])
    if _measured(pair):
        return Difference(value, *ends)
    return Difference(value, math.nan, math.nan, *ends)


@remembered
def _regions(snapshot: Snapshot, question: Question, small: str, large: str) -> tuple[Region, ...]:
    """Return the regions of the budget, each step of either curve judged."""
    pair = pair_of(snapshot, question, small, large)
    rises = [each.pays_from for each in pair]
    ends = sorted(each.ends_from for each in pair)
    steps = np.union1d(*rises)
    first = max(rises[0][0], rises[1][0])
    if question.stops:  # a verdict may hold behind the end of one's data
        steps = np.union1d(steps, ends[:1])
    steps = steps[(steps >= first) & (steps < ends[1 if question.stops else 0])]
    if not charged_alike([each.charge for each in pair]) or not steps.size:
        return regions([float(first)], [Verdict.UNEQUAL], max(float(first), ends[1]))
    ks = tuple(np.searchsorted(rise, steps, side="right") for rise in rises)
    judged = judge(
        _lead(snapshot, question, pair, (ks[0], ks[1]), together=True), pair[0].n_problems
    )
    if question.stops:
        ended = [steps >= each.ends_from for each in pair]
        judged = [
            verdict if stands(verdict, (left, right), stops=True) else Verdict.UNEQUAL
            for verdict, left, right in zip(judged, *ended, strict=True)
        ]
    elif ends[0] < ends[1]:
        return regions([*steps.tolist(), ends[0]], [*judged, Verdict.UNEQUAL], ends[1])
    return regions(steps.tolist(), judged, ends[1])


def saving_for(
    snapshot: Snapshot, question: Question, pair: Pair, large: Point, goal: float
) -> Saving:
    """Return what the small model needs for a score that the large one's point reaches.

    What the large one has beyond the `goal` (percent) is granted to the small one at all places of
    its curve: with its own score as the goal that is nothing.
    """
    k = pair[0].k, np.full(pair[0].k.shape, large.k)
    lead, granted = _lead(snapshot, question, pair, k), large.score - goal
    value = pair[0].score - goal
    reached = (first_reached(each) for each in (value, lead.high + granted, lead.low + granted))
    return Saving(
        *(
            None if place is None else float(pair[0].budget[place] / large.budget_used)
            for place in reached
        )
    )

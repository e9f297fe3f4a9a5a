"""How to spend a budget on several models whose answers tests check: numpy in, numpy out.

The best plan of all is found by branch and bound. Scores rise with every cap, so that of the plans
in a box of caps none solves more than its upper corner. Costs do not, since more of a cheap model
can spare answers of a dear one; but none is below that of drawing as few as at the lower corner,
after models that left as little over as at the upper one. Boxes that can hold nothing better are
dropped, the others halved down to single plans.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.maths.budgets import SLACK, pays_from
from backend.maths.plans import Plan, Pool

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ALIKE = 1e-9
"""Scores, and relative costs, that differ by no more than rounding."""
_AT_ONCE = 4096  # boxes
_ROUNDED = 1.001
"""More than rounding to what is shown takes off a cost: a factor."""


def most_solved(
    pool: Pool, budget: float, most_models: int = 3, known: Plan | None = None
) -> Plan | None:
    """Return the plan that solves most problems within a budget, None where it pays for nothing.

    Exact over all caps that the pool has; of plans that solve as much one of the fewest models.

    Args:
        pool: of models.
        budget: a problem's, on average where plans stop at the first pass.
        most_models: of a plan, at least 1.
        known: a plan of no more models; the more it solves, the less has to be searched.
    """
    return _search(pool, most_models, _WithinBudget(budget), known)


def cheapest(
    pool: Pool, score: float, most_models: int = 3, known: Plan | None = None
) -> Plan | None:
    """Return the plan that costs least of those that solve so much, None where none does.

    Exact over all caps that the pool has; of plans that cost as much one of the fewest models.

    Args:
        pool: of models.
        score: to reach at least, a fraction of the problems.
        most_models: of a plan, at least 1.
        known: a plan of no more models; the less it costs, the less has to be searched.
    """
    return _search(pool, most_models, _ForScore(score), known)


class _Corners(NamedTuple):
    """Plans: places of models, their caps (both of shape (plans, models)), scores and costs."""

    models: Ints
    caps: Ints
    scores: Floats
    costs: Floats

    def at(self, chosen: Ints) -> "_Corners":
        models, caps, scores, costs = self
        return _Corners(models[chosen], caps[chosen], scores[chosen], costs[chosen])


class _Goal(Protocol):
    """What is searched for, and the best plan that was found."""

    best: Plan | None

    def promise(self, most: Floats, least: Floats) -> Floats:
        """Return how promising boxes are, -inf to drop one.

        No plan of a box solves more than `most` or costs less than `least`.
        """

    def bound(self, plans: _Corners) -> None:
        """Drop what is worse than one of these plans, and take none of them."""

    def visit(self, plans: _Corners) -> None:
        """Note what plans offer."""


class _WithinBudget:
    """The most solved within a budget."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self.floor = 0.0
        self.best: Plan | None = None

    def promise(self, most: Floats, least: Floats) -> Floats:
        more = max((self.best.score if self.best else 0.0) + _ALIKE, self.floor)
        return np.where(_pays(self.budget, least) & (most > more), most, -np.inf)

    def bound(self, plans: _Corners) -> None:
        paid = plans.scores[_pays(self.budget, plans.costs)]
        self.floor = max([self.floor, *(paid - _ALIKE)])

    def visit(self, plans: _Corners) -> None:
        paid = _pays(self.budget, plans.costs)
        # Caps of 0 solve nothing, and are no plan.
        self.best = _better(self.best, plans, np.where(paid, plans.scores, 0.0))


class _ForScore:
    """The cheapest that reaches a score."""

    def __init__(self, score: float) -> None:
        self.score = score - _ALIKE
        self.ceiling = np.inf
        self.best: Plan | None = None

    def promise(self, most: Floats, least: Floats) -> Floats:
        less = min(self.best.cost * (1 - _ALIKE) if self.best else np.inf, self.ceiling)
        return np.where((most >= self.score) & (least < less), -least, -np.inf)

    def bound(self, plans: _Corners) -> None:
        enough = plans.costs[plans.scores >= self.score]
        self.ceiling = min([self.ceiling, *(enough * (1 + _ALIKE))])

    def visit(self, plans: _Corners) -> None:
        self.best = _cheaper(self.best, plans, plans.scores >= self.score)


def _search(pool: Pool, most_models: int, goal: _Goal, known: Plan | None) -> Plan | None:
    """Look at plans of one answer, of one model, then of more: fewer bound what is searched."""
    if known:
        goal.bound(_corners(pool, np.array([known.models]), np.array([known.caps])))
    goal.visit(_single_answers(pool))
    goal.visit(_single_models(pool))
    tops = np.array([len(table) - 1 for table in pool.failing])
    for size in range(2, min(most_models, len(tops)) + 1):
        models = _orders(len(tops), size, any_order=not pool.stops)
        _search_boxes(pool, goal, models, tops[models])
    return goal.best


@cache
def _orders(models: int, size: int, *, any_order: bool) -> Ints:
    """Return which models, by place, a plan of so many may have, shape (plans, size)."""
    chosen = combinations if any_order else permutations
    return np.array(list(chosen(range(models), size)))


def _single_answers(pool: Pool) -> _Corners:
    """Return the plans of one answer, the cheapest first."""
    models = np.argsort(pool.alone, kind="stable")
    scores = 1 - pool.mean_failing[pool.first_row[models] + 1]
    caps = np.ones((len(models), 1), dtype=np.int64)
    return _Corners(models[:, None], caps, scores, np.array(pool.alone)[models])


def _single_models(pool: Pool) -> _Corners:
    """Return all plans of one model, also of no answer, the cheapest first."""
    caps = [np.arange(len(table)) for table in pool.failing]
    models = np.repeat(np.arange(len(caps)), [len(each) for each in caps])
    plans = _corners(pool, models[:, None], np.concatenate(caps)[:, None])
    return plans.at(np.argsort(plans.costs, kind="stable"))


class _Boxes(NamedTuple):
    """Plans from `low` to `high` caps: none solves more than `most` or costs less than `least`."""

    models: Ints
    low: Ints
    high: Ints
    most: Floats
    least: Floats

    def at(self, chosen: Ints | Bools) -> "_Boxes":
        models, low, high, most, least = self
        return _Boxes(models[chosen], low[chosen], high[chosen], most[chosen], least[chosen])


def _search_boxes(pool: Pool, goal: _Goal, models: Ints, high: Ints) -> None:
    low = np.zeros_like(high)
    goal.visit(tops := _corners(pool, models, high))
    boxes = _Boxes(models, low, high, tops.scores, np.zeros(len(models)))
    while True:
        promise = goal.promise(boxes.most, boxes.least)
        chosen = np.argsort(-promise, kind="stable")
        chosen = chosen[promise[chosen] > -np.inf]
        if not chosen.size:
            return
        halves = _visited(pool, goal, boxes.at(chosen[:_AT_ONCE]))
        later = boxes.at(chosen[_AT_ONCE:])
        boxes = _Boxes(*(np.concatenate(parts) for parts in zip(later, *halves, strict=True)))


def _visited(pool: Pool, goal: _Goal, boxes: _Boxes) -> Iterator[_Boxes]:
    """Halve boxes, note what the new corners offer, and return the halves of several plans.

    The others' corners are those of the boxes, which were noted before.
    """
    models, most = boxes.models, boxes.most
    middle, above = _halved(boxes.low, boxes.high)
    left = _Boxes(
        models,
        boxes.low,
        middle,
        _solved(pool, models, middle),
        _least(pool, models, boxes.low, middle),
    )
    right = _Boxes(models, above, boxes.high, most, _least(pool, models, above, boxes.high))
    for half, corner in ((left, left.high), (right, right.low)):
        kept = np.flatnonzero(goal.promise(half.most, half.least) > -np.inf)
        if kept.size:
            goal.visit(_corners(pool, models[kept], corner[kept]))
        yield half.at(kept[(half.high[kept] > half.low[kept]).any(axis=1)])


def _halved(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Halve boxes along their longest side, on a log scale: numbers of answers spread so.

    Returns:
        The upper corners of the lower halves, and the lower corners of the upper ones.
    """
    rows = np.arange(len(low))
    side = np.argmax(np.log1p(high) - np.log1p(low), axis=1)
    from_, to = low[rows, side], high[rows, side]
    middle = np.minimum(np.sqrt((from_ + 1.0) * (to + 1.0)).astype(np.int64) - 1, to - 1)
    middle = np.maximum(middle, from_)
    left, right = high.copy(), low.copy()
    left[rows, side], right[rows, side] = middle, np.minimum(middle + 1, to)
    return left, right


def _corners(pool: Pool, models: Ints, caps: Ints) -> _Corners:
    return _Corners(models, caps, _solved(pool, models, caps), _least(pool, models, caps, caps))


def _solved(pool: Pool, models: Ints, caps: Ints) -> Floats:
    if models.shape[1] == 1:
        return np.asarray(1 - pool.mean_failing[pool.first_row[models[:, 0]] + caps[:, 0]])
    left = pool.all_failing[pool.first_row[models[:, 0]] + caps[:, 0]]
    for place in range(1, models.shape[1]):
        left = left * pool.all_failing[pool.first_row[models[:, place]] + caps[:, place]]
    return np.asarray(1 - left.mean(axis=1), dtype=np.float64)


def _least(pool: Pool, models: Ints, low: Ints, high: Ints) -> Floats:
    """Return what boxes cost at least; of boxes that are one plan, what that costs."""
    prices = np.array(pool.costs)[models]
    if not pool.stops:
        return np.asarray((prices * low).sum(axis=1), dtype=np.float64)
    first = pool.first_row[models]
    costs = prices[:, 0] * pool.mean_drawn[first[:, 0] + low[:, 0]]
    if models.shape[1] == 1:
        return np.asarray(costs, dtype=np.float64)
    left = pool.all_failing[first[:, 0] + high[:, 0]]
    for place in range(1, models.shape[1]):
        drawn = pool.all_drawn[first[:, place] + low[:, place]]
        costs = costs + prices[:, place] * np.einsum("ij,ij->i", left, drawn) / left.shape[1]
        if place + 1 < models.shape[1]:
            left = left * pool.all_failing[first[:, place] + high[:, place]]
    return np.asarray(costs, dtype=np.float64)


def _pays(budget: float, costs: Floats) -> Bools:
    """Return whether a budget pays for costs, as it is shown; for nothing it always does."""
    paid = np.asarray(costs <= budget, dtype=bool)
    near = np.flatnonzero(~paid & (costs <= budget * _ROUNDED))
    if near.size:
        paid[near] = pays_from(costs[near]) <= budget * (1 + SLACK)
    return paid


def _better(best: Plan | None, plans: _Corners, scores: Floats) -> Plan | None:
    place = int(np.argmax(scores))
    if scores[place] <= (best.score + _ALIKE if best else 0.0):
        return best
    return _plan(plans, place)


def _cheaper(best: Plan | None, plans: _Corners, reached: Bools) -> Plan | None:
    costs = np.where(reached, plans.costs, np.inf)
    place = int(np.argmin(costs))
    if not costs[place] < (best.cost * (1 - _ALIKE) if best else np.inf):
        return best
    return _plan(plans, place)


def _plan(plans: _Corners, place: int) -> Plan:
    """Return a plan without the models that it draws no answer of."""
    caps = plans.caps[place]
    used = caps > 0
    return Plan(
        tuple(plans.models[place][used].tolist()),
        tuple(caps[used].tolist()),
        float(plans.scores[place]),
        float(plans.costs[place]),
    )

"""How to spend a budget on several models whose answers tests check: numpy in, numpy out.

The best plan of all is found by branch and bound. Scores rise with every cap, so that of the plans
in a box of caps none solves more than its upper corner. Costs do not, since more of a cheap model
can spare answers of a dear one; but none is below that of drawing as few as at the lower corner,
after models that left as little over as at the upper one. Boxes that can hold nothing better are
dropped, the others halved down to single plans.
"""

from collections.abc import Sequence
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


def most_solved(pool: Pool, budget: float, most_models: int = 3) -> Plan | None:
    """Return the plan that solves most problems within a budget, None where it pays for nothing.

    Exact over all caps that the pool has; of plans that solve as much one of the fewest models.

    Args:
        pool: of models.
        budget: a problem's, on average where plans stop at the first pass.
        most_models: of a plan, at least 1.
    """
    return _search(pool, most_models, _WithinBudget(budget))


def cheapest(pool: Pool, score: float, most_models: int = 3) -> Plan | None:
    """Return the plan that costs least of those that solve so much, None where none does.

    Exact over all caps that the pool has; of plans that cost as much one of the fewest models.

    Args:
        pool: of models.
        score: to reach at least, a fraction of the problems.
        most_models: of a plan, at least 1.
    """
    return _search(pool, most_models, _ForScore(score))


class _Corners(NamedTuple):
    """Plans: places of models, their caps (both of shape (plans, models)), scores and costs."""

    models: Ints
    caps: Ints
    scores: Floats
    costs: Floats


class _Goal(Protocol):
    """What is searched for, and the best plan that was found."""

    best: Plan | None

    def visit(self, corners: Sequence[_Corners], most: Floats, least: Floats) -> Floats:
        """Note what the corners of boxes offer; return how promising each is, -inf to drop it.

        No plan of a box solves more than `most` or costs less than `least`.
        """


class _WithinBudget:
    """The most solved within a budget."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self.best: Plan | None = None

    def visit(self, corners: Sequence[_Corners], most: Floats, least: Floats) -> Floats:
        for plans in corners:
            paid = _pays(self.budget, plans.costs)
            # Caps of 0 solve nothing, and are no plan.
            self.best = _better(self.best, plans, np.where(paid, plans.scores, 0.0))
        more = self.best.score + _ALIKE if self.best else _ALIKE
        return np.where(_pays(self.budget, least) & (most > more), most, -np.inf)


class _ForScore:
    """The cheapest that reaches a score."""

    def __init__(self, score: float) -> None:
        self.score = score - _ALIKE
        self.best: Plan | None = None

    def visit(self, corners: Sequence[_Corners], most: Floats, least: Floats) -> Floats:
        for plans in corners:
            self.best = _cheaper(self.best, plans, plans.scores >= self.score)
        less = self.best.cost * (1 - _ALIKE) if self.best else np.inf
        return np.where((most >= self.score) & (least < less), -least, -np.inf)


def _search(pool: Pool, most_models: int, goal: _Goal) -> Plan | None:
    """Search plans of one answer, of one model, then of more: fewer bound what is looked at."""
    goal.visit((single := _single_answers(pool),), single.scores, single.costs)
    known = range(len(pool.failing))
    for size in range(1, min(most_models, len(pool.failing)) + 1):
        orders = permutations(known, size) if pool.stops else combinations(known, size)
        models = np.array(list(orders))
        tops = np.array([len(table) - 1 for table in pool.failing])
        _search_boxes(pool, goal, models, np.zeros_like(models), tops[models])
    return goal.best


def _single_answers(pool: Pool) -> _Corners:
    """Return the plans of one answer, the cheapest first."""
    models = np.argsort(pool.alone, kind="stable")
    scores = 1 - pool.all_failing[pool.first_row[models] + 1].mean(axis=1)
    caps = np.ones((len(models), 1), dtype=np.int64)
    return _Corners(models[:, None], caps, scores, np.array(pool.alone)[models])


def _search_boxes(pool: Pool, goal: _Goal, models: Ints, low: Ints, high: Ints) -> None:
    promise = np.full(len(models), np.inf)
    while len(promise):
        chosen = np.argsort(-promise, kind="stable")
        now, later = chosen[:_AT_ONCE], chosen[_AT_ONCE:]
        halves = _halved(models[now], low[now], high[now])
        lower, upper = (_corners(pool, halves[0], caps) for caps in halves[1:])
        least = _least(pool, *halves)
        found = goal.visit((lower, upper), upper.scores, least)
        boxes = [
            np.concatenate([old[later], new])
            for old, new in zip((models, low, high, promise), (*halves, found), strict=True)
        ]
        models, low, high, promise = boxes
        kept = (promise > -np.inf) & (high > low).any(axis=1)
        models, low, high, promise = models[kept], low[kept], high[kept], promise[kept]


def _halved(models: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints, Ints]:
    """Halve boxes along their longest side, on a log scale: numbers of answers spread so."""
    rows = np.arange(len(models))
    side = np.argmax(np.log1p(high) - np.log1p(low), axis=1)
    from_, to = low[rows, side], high[rows, side]
    middle = np.minimum(np.sqrt((from_ + 1.0) * (to + 1.0)).astype(np.int64) - 1, to - 1)
    middle = np.maximum(middle, from_)
    left, right = high.copy(), low.copy()
    left[rows, side], right[rows, side] = middle, np.minimum(middle + 1, to)
    return (
        np.concatenate([models, models]),
        np.concatenate([low, right]),
        np.concatenate([left, high]),
    )


def _corners(pool: Pool, models: Ints, caps: Ints) -> _Corners:
    left = pool.all_failing[pool.first_row[models[:, 0]] + caps[:, 0]]
    for place in range(1, models.shape[1]):
        left = left * pool.all_failing[pool.first_row[models[:, place]] + caps[:, place]]
    return _Corners(models, caps, 1 - left.mean(axis=1), _least(pool, models, caps, caps))


def _least(pool: Pool, models: Ints, low: Ints, high: Ints) -> Floats:
    """Return what boxes cost at least; of boxes that are one plan, what that costs."""
    prices = np.array(pool.costs)[models]
    if not pool.stops:
        return np.asarray((prices * low).sum(axis=1), dtype=np.float64)
    first = pool.first_row[models]
    costs = prices[:, 0] * pool.all_drawn[first[:, 0] + low[:, 0]].mean(axis=1)
    left = pool.all_failing[first[:, 0] + high[:, 0]]
    for place in range(1, models.shape[1]):
        drawn = pool.all_drawn[first[:, place] + low[:, place]]
        costs = costs + prices[:, place] * np.einsum("ij,ij->i", left, drawn) / left.shape[1]
        if place + 1 < models.shape[1]:
            left = left * pool.all_failing[first[:, place] + high[:, place]]
    return np.asarray(costs, dtype=np.float64)


def _pays(budget: float, costs: Floats) -> Bools:
    """Return whether a budget pays for costs, as it is shown; for nothing it always does."""
    some = costs > 0
    least = np.where(some, pays_from(np.where(some, costs, 1.0)), 0.0)
    return np.asarray(least <= budget * (1 + SLACK), dtype=bool)


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

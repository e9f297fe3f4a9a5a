"""The best of several curves at each budget: numpy in, numpy out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.maths.budgets import affordable_ks, pays_from

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ALIKE = 1e-9


@dataclass(frozen=True, eq=False)
class Best:
    """Which curve is the best from each of several rising budgets on; arrays of one shape.

    `k` are the answers that each curve has there, 0 where the budget pays for none, shape (curves,
    budgets); `best` is the curve that scores most with them, of equals the one that spends least.
    `ended` says where its data end: with more samples it might do better.
    """

    budget: Floats
    k: Ints
    best: Ints
    ended: NDArray[np.bool_]

    def at(self, places: Ints) -> "Best":
        """Return the same at some of the budgets."""
        return Best(self.budget[places], self.k[:, places], self.best[places], self.ended[places])


def best_at_each(costs: Sequence[Floats], nexts: Sequence[float], scores: Sequence[Floats]) -> Best:
    """Return the best curve from each budget on at which any of them steps.

    Where a curve's data end, it stays what it was: an end is no loss.

    Args:
        costs: what 1, 2, ... answers of each curve cost, rising.
        nexts: what one more answer than each has data for would cost.
        scores: of each curve, as many as costs.
    """
    rises = [pays_from(each) for each in costs]
    ends = pays_from(np.array(nexts))
    steps = np.unique(np.concatenate([*rises, ends[ends < max(each[-1] for each in rises)]]))
    k = np.stack([affordable_ks(steps, each) for each in costs])
    score = np.stack([_stepped(each, at, -np.inf) for each, at in zip(scores, k, strict=True)])
    spent = np.stack([_stepped(each, at, np.inf) for each, at in zip(costs, k, strict=True)])
    equal = score >= score.max(axis=0) - _ALIKE
    best = np.where(equal, spent, np.inf).argmin(axis=0)
    return Best(steps, k, best, steps >= ends[best])


def looked_at(found: Best, most: int) -> Ints:
    """Return places of at most `most` budgets spread over the log axis, and of all changes of best.

    The first and the last are among them.
    """
    changes = np.flatnonzero(np.diff(found.best, prepend=-1) != 0)
    if len(found.budget) <= most:
        return np.arange(len(found.budget))
    spread = np.geomspace(found.budget[0], found.budget[-1], most)
    near = np.clip(np.searchsorted(found.budget, spread), 0, len(found.budget) - 1)
    return np.union1d(near, changes)


def _stepped(values: Floats, k: Ints, unpaid: float) -> Floats:
    return np.where(k > 0, values[np.maximum(k, 1) - 1], unpaid)

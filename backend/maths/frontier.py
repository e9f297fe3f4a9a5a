"""The best of several curves at each budget: numpy in, numpy out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.maths.budgets import SLACK, affordable_ks, pays_from

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


def looked_at(found: Best, budgets: Floats) -> Ints:
    """Return the places that hold at some budgets, and around each change of the best.

    Such a change is another curve, or the end of its data; of one the place before it is there too,
    and so are the first and the last of all.
    """
    told = np.stack([found.best, found.ended])
    changes = np.flatnonzero((np.diff(told) != 0).any(axis=0))
    held = np.searchsorted(found.budget, budgets * (1 + SLACK), side="right") - 1
    ends = np.array([0, len(found.budget) - 1])
    return np.unique(np.concatenate([ends, held[held >= 0], changes, changes + 1]))


def _stepped(values: Floats, k: Ints, unpaid: float) -> Floats:
    return np.where(k > 0, values[np.maximum(k, 1) - 1], unpaid)

"""What a choice of plans gets on problems that had no say in it: numpy in, numpy out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.maths.allocation import Plan, Pool, spent, unsolved
from backend.maths.best_of import halves
from backend.maths.intervals import mean_interval, t_quantile

Floats = NDArray[np.float64]
Choice = Callable[[Pool], tuple[Plan | None, Plan | None]]
"""Chooses two plans on some problems: the one to beat, and the best."""

SPLITS = 10
FEWEST_TRIED = 4
"""The fewest problems of which halves are worth choosing on."""


@dataclass(frozen=True)
class Tried:
    """Two choices on each problem, averaged over splits that had no say: shape (problems,).

    `solved` are chances in [0, 1], `costs` in the pool's unit; first the one to beat.
    """

    solved: tuple[Floats, Floats]
    costs: tuple[Floats, Floats]

    def gain(self) -> tuple[float, float, float]:
        """Return how much more the best solves, with its paired 95 % interval: fractions."""
        more = self.solved[1] - self.solved[0]
        low, high = mean_interval(more[:, None], 2.0)
        return float(more.mean()), float(low[0]), float(high[0])

    def saving(self) -> tuple[float, float, float]:
        """Return which share of the cost the best saves, with its paired 95 % interval.

        The interval of a ratio of means by the delta method, Student's t over problems.
        """
        dear, cheap = self.costs
        ratio = float(cheap.mean() / dear.mean())
        if len(dear) < 2:
            return 1 - ratio, np.nan, np.nan
        error = np.std(cheap - ratio * dear, ddof=1) / np.sqrt(len(dear)) / dear.mean()
        half = t_quantile(0.975, len(dear) - 1) * float(error)
        return 1 - ratio, 1 - ratio - half, 1 - ratio + half


def tried(pool: Pool, choose: Choice, splits: int = SPLITS, seed: int = 0) -> Tried | None:
    """Choose plans on one half of the problems and try them on the other, both ways round.

    A choice by half of the problems is somewhat worse than one by all; so are both of these.

    Args:
        pool: of models, over all problems.
        choose: the two plans on some problems.
        splits: random splits, at least 1.
        seed: of the splits.

    Returns:
        Means over splits; None for fewer than four problems, or where a half offers no choice.
    """
    problems = pool.failing[0].shape[1]
    if problems < FEWEST_TRIED:
        return None
    solved, costs = np.zeros((2, 2, problems))
    for half in halves(problems, splits, seed):
        for chosen_on in (half, ~half):
            plans = choose(pool.among(chosen_on))
            for place, plan in enumerate(plans):
                if plan is None:
                    return None
                at = (pool, plan.models, plan.caps)
                solved[place] += np.where(chosen_on, 0.0, 1 - unsolved(*at))
                costs[place] += np.where(chosen_on, 0.0, spent(*at))
    solved, costs = solved / splits, costs / splits
    return Tried((solved[0], solved[1]), (costs[0], costs[1]))

"""What a choice of plans gets on problems that had no say in it: numpy in, numpy out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.maths.best_of import halves
from backend.maths.intervals import mean_interval, t_quantile
from backend.maths.plans import Plan, Pool, spent, unsolved

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Choice = Callable[[Pool], tuple[Plan | None, Plan | None]]
"""Chooses two plans on some problems: the one to beat, and the best."""
Outcomes = tuple[tuple[Floats, Floats], tuple[Floats, Floats]]
"""Of two choices, the one to beat first: what each solves and costs, both by problem."""

Search = Callable[[Pool, float, int, Plan | None], Plan | None]
"""Finds the best plan of at most so many models, for a budget or a score; one is known before."""

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


def searched(
    pool: Pool, search: Search, amount: float, most_models: int
) -> tuple[Plan | None, Plan | None, Tried | None]:
    """Find the best plan of one model and that of several, and try both choices on other problems.

    Args:
        pool: of models, over all problems.
        search: for the best plan: `allocation.most_solved` or `cheapest`.
        amount: the budget or the score that it is told.
        most_models: of a plan.

    Returns:
        Both plans, None where there is none; where they differ in their models, what `tried` does.
    """

    def choose(some: Pool, known: Plan | None = None) -> tuple[Plan | None, Plan | None]:
        return search(some, amount, 1, None), search(some, amount, most_models, known)

    single, best = choose(pool)
    differ = single is not None and best is not None and best.models != single.models
    return single, best, tried(pool, lambda half: choose(half, best)) if differ else None


def tried(pool: Pool, choose: Choice, splits: int = SPLITS, seed: int = 0) -> Tried | None:
    """Choose plans on one half of the problems and try them on the other, as `over_halves` does.

    Args:
        pool: of models, over all problems.
        choose: the two plans on some problems.
        splits: random splits, at least 1.
        seed: of the splits.

    Returns:
        None also where a half offers no choice.
    """

    def outcomes(chosen_on: Bools) -> Outcomes | None:
        first, best = choose(pool.among(chosen_on))
        if first is None or best is None:
            return None
        return _outcome(pool, first), _outcome(pool, best)

    return over_halves(pool.failing[0].shape[1], outcomes, splits, seed)


def _outcome(pool: Pool, plan: Plan) -> tuple[Floats, Floats]:
    at = (pool, plan.models, plan.caps)
    return 1 - unsolved(*at), spent(*at)


def over_halves(
    problems: int,
    outcomes: Callable[[Bools], Outcomes | None],
    splits: int = SPLITS,
    seed: int = 0,
) -> Tried | None:
    """Try what was chosen on one half of the problems on the other, both ways round.

    A choice by half of the problems is somewhat worse than one by all; so are both of these.

    Args:
        problems: how many there are.
        outcomes: of the two choices on some problems, on all problems; None where it has none.
        splits: random splits, at least 1.
        seed: of the splits.

    Returns:
        Means over splits; None for fewer than `FEWEST_TRIED` problems, or where a half offers no
        choice.
    """
    if problems < FEWEST_TRIED:
        return None
    solved, costs = np.zeros((2, 2, problems))
    for half in halves(problems, splits, seed):
        for chosen_on in (half, ~half):
            both = outcomes(chosen_on)
            if both is None:
                return None
            for place, (chances, prices) in enumerate(both):
                solved[place] += np.where(chosen_on, 0.0, chances)
                costs[place] += np.where(chosen_on, 0.0, prices)
    solved, costs = solved / splits, costs / splits
    return Tried((solved[0], solved[1]), (costs[0], costs[1]))

"""Plans of several models whose answers tests check: what they solve and cost, numpy in, numpy out.

A plan draws up to so many answers of one model, then of another. Where it stops at the first pass
it is a cascade, whose cost is an average; where it draws them all it is a mix. Either way it solves
a problem with the chance 1 - prod_m C(n_m - c_m, k_m) / C(n_m, k_m), where k_m answers of model m
are drawn without replacement from its n_m samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backend.maths.estimators import expected_answers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Pool:
    """The models of a plan, each of the same problems.

    `failing` has for each model the chance that none of k answers passes, k = 0, 1, ..., of shape
    (caps, problems); `drawn` the answers drawn on average where the first pass ends; `costs` are of
    one answer with its test, `alone` of one that is all there is: it needs no test to be chosen. A
    plan `stops` at the first pass or draws all.
    """

    failing: tuple[Floats, ...]
    drawn: tuple[Floats, ...]
    costs: tuple[float, ...]
    alone: tuple[float, ...]
    stops: bool

    @classmethod
    def of(
        cls,
        solved: Sequence[ArrayLike],
        costs: Sequence[float],
        *,
        stops: bool,
        alone: Sequence[float] | None = None,
    ) -> "Pool":
        """Return the pool of models by pass@k for k = 1, 2, ..., each of shape (problems, ks).

        Tests cost nothing where it is not said what one answer costs `alone`.
        """
        tables = [np.asarray(each, dtype=float) for each in solved]
        failing, drawn = [], []
        for table in tables:
            start = np.zeros((len(table), 1))
            failing.append(np.ascontiguousarray(1 - np.hstack([start, table]).T))
            answers = np.hstack([start, expected_answers(table[:, :-1])])
            drawn.append(np.ascontiguousarray(answers.T))
        untested = costs if alone is None else alone
        return cls(tuple(failing), tuple(drawn), tuple(costs), tuple(untested), stops)

    @cached_property
    def first_row(self) -> Ints:
        """Return the row of each model's k = 0 in the tables of all, one below the other."""
        return np.cumsum([0, *(len(table) for table in self.failing[:-1])])

    @cached_property
    def all_failing(self) -> Floats:
        """Return `failing` of all models, one below the other."""
        return np.concatenate(self.failing)

    @cached_property
    def all_drawn(self) -> Floats:
        """Return `drawn` of all models, one below the other."""
        return np.concatenate(self.drawn)

    @cached_property
    def mean_failing(self) -> Floats:
        """Return the mean of each row of `all_failing`."""
        return np.asarray(self.all_failing.mean(axis=1), dtype=np.float64)

    @cached_property
    def mean_drawn(self) -> Floats:
        """Return the mean of each row of `all_drawn`."""
        return np.asarray(self.all_drawn.mean(axis=1), dtype=np.float64)

    def among(self, problems: Bools) -> "Pool":
        """Return the same models over some of the problems."""
        chosen = [
            tuple(np.ascontiguousarray(table[:, problems]) for table in tables)
            for tables in (self.failing, self.drawn)
        ]
        return replace(self, failing=chosen[0], drawn=chosen[1])


@dataclass(frozen=True)
class Plan:
    """Up to `caps` answers of each of `models` (places in a pool), in this order.

    `score` is a fraction of the problems, `cost` an average over them.
    """

    models: tuple[int, ...]
    caps: tuple[int, ...]
    score: float
    cost: float


def unsolved(pool: Pool, models: Sequence[int], caps: Sequence[int]) -> Floats:
    """Return the chance that a plan leaves each problem unsolved, shape (problems,).

    A model that comes twice draws no sample twice.
    """
    left = np.ones(pool.failing[0].shape[1])
    counts = np.bincount(models, weights=caps, minlength=len(pool.failing)).astype(int)
    for model in np.flatnonzero(counts):
        left *= pool.failing[model][counts[model]]
    return left


def spent(pool: Pool, models: Sequence[int], caps: Sequence[int]) -> Floats:
    """Return what a plan of different models costs on each problem, shape (problems,)."""
    left, costs = np.ones((2, pool.failing[0].shape[1]))
    if not pool.stops or tuple(caps) == (1,):
        return costs * spent_at_most(pool, models, caps)
    costs[:] = 0.0
    for model, cap in zip(models, caps, strict=True):
        costs += pool.costs[model] * left * pool.drawn[model][cap]
        left = left * pool.failing[model][cap]
    return costs


def spent_at_most(pool: Pool, models: Sequence[int], caps: Sequence[int]) -> float:
    """Return what a plan costs on a problem that it does not solve."""
    if tuple(caps) == (1,):
        return pool.alone[models[0]]
    return sum(cap * pool.costs[model] for model, cap in zip(models, caps, strict=True))

"""The best plan of three of six models: against trying every pair of caps on a grid."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path

import numpy as np

from backend.answers.charges import charge
from backend.answers.reallocate import within_budget
from backend.answers.scores import scores_by_problem
from backend.maths.allocation import most_solved
from backend.maths.costs import NoCost
from backend.maths.plans import Pool
from backend.records.allocation import Policy
from backend.records.question import Question
from backend.store.build import build_store
from backend.store.snapshot.snapshot import Snapshot
from speed.timing import Row, best_of

_ASKED = Question("humanevalplus-2025", stop_first=True)
_MODELS = tuple(f"Qwen3-{size}" for size in ("0.6B", "1.7B", "4B", "8B", "14B", "32B"))
_BUDGET = 8.188
_GRID = 40  # caps of each model that the peer tries


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        build_store(store, lambda _: None)
        with closing(Snapshot(next(store.glob("shipped-*.duckdb")))) as snapshot:
            pool = _pool(snapshot)
            yield Row(
                "best cascade of 3 of 6 models, exact",
                best_of(3, lambda: most_solved(pool, _BUDGET)),
                best_of(1, lambda: _on_a_grid(pool)),
                f"every order of 3 on {_GRID} caps each, in numpy",
            )
            asked = (snapshot, _ASKED, _BUDGET, _MODELS, Policy.CASCADE)
            yield Row("the same with its gain held out", best_of(1, lambda: within_budget(*asked)))


def _pool(snapshot: Snapshot) -> Pool:
    costs, solved = [], []
    for model in _MODELS:
        charged = charge(snapshot, _ASKED, model)
        assert not isinstance(charged, NoCost)
        costs.append(charged.one.value)
        solved.append(scores_by_problem(snapshot, _ASKED, model, _MODELS).values)
    return Pool.of(solved, costs, stops=True)


def _on_a_grid(pool: Pool) -> float:
    """Return the most that cascades on a grid of caps solve, by products of matrices."""
    caps = np.unique(np.round(np.geomspace(1, 500, _GRID)).astype(int))
    failing, drawn = ([table[caps] for table in tables] for tables in (pool.failing, pool.drawn))
    problems, best = failing[0].shape[1], 0.0
    for a, b, c in permutations(range(len(failing)), 3):
        for first in range(len(caps)):
            left = failing[a][first] * failing[b]
            cost = pool.costs[a] * drawn[a][first].mean()
            cost = cost + pool.costs[b] * (drawn[b] @ failing[a][first]) / problems
            spent = cost[:, None] + pool.costs[c] * left @ drawn[c].T / problems
            solved = 1 - left @ failing[c].T / problems
            best = max(best, float(np.where(spent <= _BUDGET, solved, 0.0).max()))
    return best

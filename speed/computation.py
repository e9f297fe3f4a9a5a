"""Estimators and a comparison, against the straightforward ways to compute the same."""

import math
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from scipy.stats import bootstrap

from backend.answers import comparison
from backend.maths.assumptions import BudgetKind
from backend.maths.estimators import pass_at_k, rank_score_at_k
from backend.records.question import Question
from backend.store.publish import publish
from backend.store.snapshot.memory import Memory
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import open_workbench
from speed.timing import Row, best_of

PROBLEMS, SAMPLES = 164, 2000
REPLICATES = 1000
KS = np.arange(1, 1001)


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file."""
    generator = np.random.default_rng(0)
    correct = generator.integers(0, SAMPLES + 1, PROBLEMS)
    yield _pass_at_k(correct)
    yield _rank_score(generator.random((PROBLEMS, SAMPLES)) < correct[:, None] / SAMPLES)
    yield from _comparison(generator)


def _harness_pass_at_k(n: int, c: int, k: int) -> float:
    """pass@k of one problem as the original harness computes it: a product of n-c+1..n."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def _pass_at_k(correct: np.ndarray) -> Row:
    ns = np.full(PROBLEMS, SAMPLES)

    def peer() -> list[list[float]]:
        return [[_harness_pass_at_k(SAMPLES, int(c), int(k)) for c in correct] for k in KS]

    np.testing.assert_allclose(pass_at_k(ns, correct, KS).T, peer(), atol=1e-9)
    return Row(
        "pass@k, k = 1..1000, 164 problems x 2000 samples",
        best_of(5, lambda: pass_at_k(ns, correct, KS)),
        best_of(2, peer),
        "the original harness' per-problem estimator",
    )


def _paper_rank_score(passes: np.ndarray, k: int) -> float:
    """rank-score@k of one problem by the paper's formula, term by term in big integers."""
    n = len(passes)
    terms = (math.comb(n - i, k - 1) * int(passes[i - 1]) for i in range(1, n - k + 2))
    return sum(terms) / math.comb(n, k)


def _rank_score(passes: np.ndarray) -> Row:
    few_ks, few = np.array([1, 10, 100, 500, 1000]), passes[:2]
    expected = [[_paper_rank_score(row, int(k)) for k in few_ks] for row in few]
    np.testing.assert_allclose(rank_score_at_k(few, few_ks), expected, atol=1e-9)

    def peer() -> None:
        for row in few:
            for k in range(100, 1001, 100):
                _paper_rank_score(row, k)

    share = len(few) * 10 / (PROBLEMS * len(KS))
    return Row(
        "rank-score@k, k = 1..1000, 164 problems x 2000 samples",
        best_of(3, lambda: rank_score_at_k(passes, KS)),
        best_of(1, peer) / share,
        f"the paper's formula with math.comb, extrapolated from {100 * share:.3f} % of it",
    )


def _comparison(generator: np.random.Generator) -> Iterator[Row]:
    n_problems = 5000
    with tempfile.TemporaryDirectory() as folder, closing(_study(Path(folder))) as snapshot:
        question = Question("made", BudgetKind.SAMPLES)

        def own() -> None:
            snapshot.memory = Memory()
            comparison.compare(snapshot, question, "small", "large", 20.0)

        own()
        left, right = generator.random((2, n_problems))

        def peer() -> None:
            bootstrap(
                (left, right),
                lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
                n_resamples=REPLICATES,
                paired=True,
                method="percentile",
                rng=0,
            )

        yield Row(
            "two models compared, all budgets, 5000 problems, nothing cached",
            best_of(3, own),
            best_of(3, peer),
            "scipy.stats.bootstrap for the one difference alone, 1000 replicates",
        )
        yield Row(
            "the same at another budget, as after a drag",
            best_of(1, lambda: comparison.compare(snapshot, question, "small", "large", 21.0)),
        )


def _study(store: Path) -> Snapshot:
    """Make a study of 2 models x 5000 problems x 100 samples."""
    with open_workbench(store) as workbench:
        workbench.execute(
            "INSERT INTO study VALUES "
            "('made', 'Made', 'b', 's', 'me', [], 5000, 'small', 'large', 'small', 0)"
        )
        workbench.execute(
            """INSERT INTO problem (study_id, problem_id, position)
               SELECT 'made', 'p' || i, i + 1 FROM range(5000) AS t(i)"""
        )
        for name, share in (("small", 0.4), ("large", 0.6)):
            workbench.execute(
                "INSERT INTO model (model_id, not_public) VALUES (?, 'made up')",
                [name],
            )
            workbench.execute(
                "INSERT INTO run (run_id, study_id, model_id, n_samples) "
                "VALUES (?, 'made', ?, 100)",
                [name, name],
            )
            workbench.execute(
                """INSERT INTO tally
                   SELECT $name, 'p' || i, 100,
                          100 * pow(hash(i, $name) % 1000 / 1000, 1 / $share)
                   FROM range(5000) AS t(i)""",
                {"name": name, "share": share},
            )
        return Snapshot(publish(workbench, store))

"""Scores in the workbench: what rankers read of a run, and what they write."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from backend.maths.architecture import Architecture
from backend.maths.flops import matmul_flops
from backend.store.workbench.models import architecture_json
from backend.store.workbench.writing import insert, transaction

Unscored = tuple[int, str, int | None, bool | None, float | None, bool | None]
"""A sample's index, text, tokens, finished, log-likelihood, and what the tests said."""


@dataclass(frozen=True)
class RunToRank:
    """A run, the form of its samples, and whether completions are cut by the benchmark's rule."""

    id: str
    form: str
    model: str
    cut: bool


def runs_of(workbench: duckdb.DuckDBPyConnection, study: str) -> list[RunToRank]:
    """Return a study's sampled runs that have samples."""
    rows = workbench.execute(
        """SELECT run_id, form, model_id, cut FROM run
           WHERE study_id = ? AND kind = 'sampled' AND run_id IN (SELECT run_id FROM sample)
           ORDER BY run_id""",
        [study],
    ).fetchall()
    return [RunToRank(*row) for row in rows]


def problems_to_rank(
    workbench: duckdb.DuckDBPyConnection, run_id: str, rankers: Sequence[str]
) -> list[str]:
    """Return the problems with samples that some of these rankers have not scored."""
    rows = workbench.execute(
        """SELECT problem_id FROM sample JOIN run USING (run_id)
           JOIN problem USING (study_id, problem_id)
           LEFT JOIN (SELECT run_id, problem_id, sample_index, count(*) AS scores FROM score
                      WHERE list_contains($rankers, ranker) GROUP BY ALL)
               USING (run_id, problem_id, sample_index)
           WHERE run_id = $run AND coalesce(scores, 0) < len($rankers)
           GROUP BY problem_id, position ORDER BY position""",
        {"run": run_id, "rankers": list(rankers)},
    ).fetchall()
    return [problem for (problem,) in rows]


def forget_scores(
    workbench: duckdb.DuckDBPyConnection,
    runs: Sequence[RunToRank],
    ranker: str,
    other_than: str | None = None,
) -> int:
    """Remove a ranker's scores from runs; return how many there were.

    With `other_than` only those that it made with tests of another digest; scores that came with
    the samples stay, since no ranking made them.
    """
    which = """FROM score WHERE ranker = $ranker AND list_contains($runs, run_id)"""
    values: dict[str, object] = {"ranker": ranker, "runs": [run.id for run in runs]}
    if other_than is not None:
        which += """ AND run_id IN (SELECT run_id FROM ranking WHERE ranker = $ranker
                                    AND tests IS DISTINCT FROM $tests)"""
        values["tests"] = other_than
    with transaction(workbench):
        row = workbench.execute(
            f"SELECT count(*), list(DISTINCT run_id) {which}", values
        ).fetchone()
        count, found = row or (0, None)
        if count:
            workbench.execute(f"DELETE {which}", values)
            workbench.execute(
                "DELETE FROM ranking WHERE ranker = ? AND list_contains(?, run_id)", [ranker, found]
            )
    return int(count)


def count_scored(workbench: duckdb.DuckDBPyConnection, study: str) -> tuple[int, dict[str, int]]:
    """Return how many sampled answers a study has, and how many of them each ranker scored."""
    sampled = "JOIN run USING (run_id) WHERE study_id = ? AND kind = 'sampled'"
    total = workbench.execute(f"SELECT count(*) FROM sample {sampled}", [study]).fetchone()
    rows = workbench.execute(
        f"SELECT ranker, count(*) FROM score {sampled} GROUP BY 1", [study]
    ).fetchall()
    return total[0] if total else 0, dict(rows)


def samples_of(workbench: duckdb.DuckDBPyConnection, run_id: str, problem: str) -> list[Unscored]:
    """Return a run's samples of a problem, in order."""
    return workbench.execute(
        """SELECT sample_index, text, token_count, finished, log_likelihood, passed
           FROM sample LEFT JOIN verdict USING (run_id, problem_id, sample_index)
           WHERE run_id = ? AND problem_id = ? ORDER BY sample_index""",
        [run_id, problem],
    ).fetchall()


@dataclass(frozen=True)
class Ranking:
    """One ranker's scores of a run's samples of a problem, and what they took.

    `seconds` are of so many different `texts`; `tokens`, and `prompt_tokens` before them, those
    that `reader` read of all samples, None where no model reads; `tests` is the digest of the
    generated tests that it ran, None where it runs none.
    """

    ranker: str
    scores: Sequence[float]
    seconds: float
    texts: int
    tokens: int | None = None
    prompt_tokens: int | None = None
    reader: Architecture | None = None
    tests: str | None = None

    @property
    def flops(self) -> float:
        """Of reading everything as it is: prompts, and answers, equal ones too."""
        if self.reader is None:
            return 0.0
        return matmul_flops(self.reader, (self.tokens or 0) + (self.prompt_tokens or 0))


def write_rankings(
    workbench: duckdb.DuckDBPyConnection,
    run_id: str,
    problem: str,
    indices: Sequence[int],
    rankings: Sequence[Ranking],
) -> None:
    """Write a problem's scores by several rankers: all of it or nothing. NaN is not written."""
    rows = list(_rows(indices, rankings))
    with transaction(workbench):
        workbench.execute(
            """DELETE FROM score WHERE run_id = ? AND problem_id = ?
               AND list_contains(?, ranker)""",
            [run_id, problem, [ranking.ranker for ranking in rankings]],
        )
        insert(
            workbench,
            "score",
            {
                "sample_index": [row[0] for row in rows],
                "ranker": [row[1] for row in rows],
                "score": [row[2] for row in rows],
            },
            {"run_id": run_id, "problem_id": problem},
        )
        for ranking in rankings:
            _add_work(workbench, run_id, ranking, len(indices))


def _add_work(
    workbench: duckdb.DuckDBPyConnection, run_id: str, ranking: Ranking, samples: int
) -> None:
    """Add what a ranking of so many samples took to what is known of the ranker on the run."""
    workbench.execute(
        """INSERT INTO ranking BY NAME
           SELECT $run AS run_id, $ranker AS ranker, $samples AS samples, $seconds AS seconds,
                  $flops AS flops, $texts AS texts, $tokens AS tokens,
                  $prompt_tokens AS prompt_tokens, $reader AS reader, $tests AS tests
           ON CONFLICT DO UPDATE SET samples = samples + excluded.samples,
               seconds = seconds + excluded.seconds, flops = flops + excluded.flops,
               texts = texts + excluded.texts, tokens = tokens + excluded.tokens,
               prompt_tokens = prompt_tokens + excluded.prompt_tokens, tests = excluded.tests""",
        {
            "run": run_id,
            "ranker": ranking.ranker,
            "samples": samples,
            "seconds": ranking.seconds,
            "flops": ranking.flops,
            "texts": ranking.texts,
            "tokens": ranking.tokens,
            "prompt_tokens": ranking.prompt_tokens,
            "reader": architecture_json(ranking.reader),
            "tests": ranking.tests,
        },
    )


def _rows(indices: Sequence[int], rankings: Sequence[Ranking]) -> Iterator[tuple[int, str, float]]:
    for ranking in rankings:
        for index, score in zip(indices, ranking.scores, strict=True):
            if not math.isnan(score):
                yield index, ranking.ranker, score

"""Scores in the workbench: what rankers read of a run, and what they write."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import duckdb

from backend.architecture import Architecture
from backend.costs import matmul_flops

Unscored = tuple[int, str, int | None, bool | None, float | None, bool | None]
"""A sample's index, text, tokens, finished, log-likelihood, and what the tests said."""


@dataclass(frozen=True)
class RunToRank:
    """A run and the form of its samples."""

    id: str
    form: str
    model: str


def runs_of(workbench: duckdb.DuckDBPyConnection, study: str) -> list[RunToRank]:
    """Return a study's sampled runs that have samples."""
    rows = workbench.execute(
        """SELECT run_id, form, model_id FROM run
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
    that `reader` read of all samples, None where no model reads.
    """

    ranker: str
    how: str
    scores: Sequence[float]
    seconds: float
    texts: int
    tokens: int | None = None
    prompt_tokens: int | None = None
    reader: Architecture | None = None

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
    workbench.begin()
    try:
        workbench.execute(
            """DELETE FROM score WHERE run_id = ? AND problem_id = ?
               AND list_contains(?, ranker)""",
            [run_id, problem, [ranking.ranker for ranking in rankings]],
        )
        workbench.execute(
            """INSERT INTO score
               SELECT $run, $problem, unnest($places), unnest($rankers),
                      unnest($scores::DOUBLE[])""",
            {
                "run": run_id,
                "problem": problem,
                "places": [row[0] for row in rows],
                "rankers": [row[1] for row in rows],
                "scores": [row[2] for row in rows],
            },
        )
        for ranking in rankings:
            workbench.execute(
                """INSERT INTO ranking BY NAME
                   SELECT $run AS run_id, $ranker AS ranker, $samples AS samples,
                          $seconds AS seconds, $flops AS flops, $how AS how, $texts AS texts,
                          $tokens AS tokens, $prompt_tokens AS prompt_tokens, $reader AS reader
                   ON CONFLICT DO UPDATE SET samples = samples + excluded.samples,
                       seconds = seconds + excluded.seconds, flops = flops + excluded.flops,
                       texts = texts + excluded.texts, tokens = tokens + excluded.tokens,
                       prompt_tokens = prompt_tokens + excluded.prompt_tokens""",
                {
                    "run": run_id,
                    "ranker": ranking.ranker,
                    "samples": len(indices),
                    "seconds": ranking.seconds,
                    "flops": ranking.flops,
                    "how": ranking.how,
                    "texts": ranking.texts,
                    "tokens": ranking.tokens,
                    "prompt_tokens": ranking.prompt_tokens,
                    "reader": json.dumps(asdict(ranking.reader)) if ranking.reader else None,
                },
            )
    except BaseException:
        workbench.rollback()
        raise
    workbench.commit()


def _rows(indices: Sequence[int], rankings: Sequence[Ranking]) -> Iterator[tuple[int, str, float]]:
    for ranking in rankings:
        for index, score in zip(indices, ranking.scores, strict=True):
            if not math.isnan(score):
                yield index, ranking.ranker, score

"""Write runs and their samples into the workbench, and read those that wait for a verdict."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from backend import catalogue
from backend.benchmarks.source import Loaded
from backend.errors import UserError
from backend.grading.verdict import Verdict
from backend.importers.samples import RawSample
from backend.store.studies import add_benchmark, is_there

SampleKey = tuple[str, str, int]
"""Run, problem and index of a sample."""

GradedKey = tuple[str, str, int, str]
"""A sample's key, and the hash of the program it made."""


@dataclass(frozen=True)
class Waiting:
    """A sample without a verdict; `form` is a completion, a whole program or a chat answer."""

    key: SampleKey
    text: str
    form: str


def add_run(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    model: str,
    benchmark: Loaded,
    samples: Sequence[RawSample],
) -> str:
    """Add a run with all its samples, and its study where that is new; return the run's id.

    All or nothing.

    Raises:
        UserError: if the run is there already, or the study is of other data.
    """
    run_id = f"{study}/{model}"
    if workbench.execute("SELECT 1 FROM run WHERE run_id = ?", [run_id]).fetchone():
        raise UserError(f"study {study} has samples of {model} already: choose another name")
    workbench.begin()
    try:
        _ensure_study(workbench, study, model, benchmark)
        _ensure_model(workbench, model)
        form = "program" if samples[0].whole else "completion"
        indices: dict[str, int] = {}
        rows = []
        for sample in samples:
            index = indices.get(sample.problem_id, 0)
            indices[sample.problem_id] = index + 1
            rows.append([run_id, sample.problem_id, index, sample.text])
        workbench.execute(
            "INSERT INTO run (run_id, study_id, model_id, n_samples, form) VALUES (?, ?, ?, ?, ?)",
            [run_id, study, model, max(indices.values()), form],
        )
        scores = [
            [*row[:3], ranker, score]
            for row, sample in zip(rows, samples, strict=True)
            for ranker, score in sample.scores
        ]
        for start in range(0, len(rows), 1000):
            _insert_samples(workbench, rows[start : start + 1000])
        for start in range(0, len(scores), 1000):
            _insert_scores(workbench, scores[start : start + 1000])
    except BaseException:
        workbench.rollback()
        raise
    workbench.commit()
    return run_id


def benchmark_of(workbench: duckdb.DuckDBPyConnection, study: str) -> tuple[str, str, str]:
    """Return a study's benchmark: its name, source and revision.

    Raises:
        UserError: if the workbench has no samples of the study.
    """
    row = workbench.execute(
        "SELECT name, source, revision FROM benchmark WHERE study_id = ?", [study]
    ).fetchone()
    if row is None:
        raise UserError(f"the workbench has no samples of study {study} to grade")
    return row[0], row[1], row[2]


_WAITING = """
    FROM sample JOIN run USING (run_id) JOIN problem USING (study_id, problem_id)
    ANTI JOIN (FROM verdict WHERE settings = $settings AND passed IS NOT NULL) AS done
        USING (run_id, problem_id, sample_index)
    WHERE study_id = $study AND NOT list_contains($exclude, problem_id)
"""


def count_waiting(
    workbench: duckdb.DuckDBPyConnection, study: str, settings: str, exclude: Collection[str]
) -> int:
    """Return how many samples `waiting` will yield."""
    values = {"study": study, "settings": settings, "exclude": list(exclude)}
    row = workbench.execute(f"SELECT count(*) {_WAITING}", values).fetchone()
    return row[0] if row else 0


def waiting(
    workbench: duckdb.DuckDBPyConnection, study: str, settings: str, exclude: Collection[str]
) -> Iterator[Waiting]:
    """Yield the samples without a verdict under these settings, one problem in memory at a time."""
    values = {"study": study, "settings": settings, "exclude": list(exclude)}
    problems = workbench.execute(
        f"SELECT problem_id {_WAITING} GROUP BY problem_id, position ORDER BY position", values
    ).fetchall()
    for (problem,) in problems:
        rows = workbench.execute(
            f"""SELECT run_id, problem_id, sample_index, text, form {_WAITING}
                AND problem_id = $problem ORDER BY run_id, sample_index""",
            {**values, "problem": problem},
        ).fetchall()
        for run_id, problem_id, index, text, form in rows:
            yield Waiting((run_id, problem_id, index), text, form)


def write_verdicts(
    workbench: duckdb.DuckDBPyConnection,
    verdicts: Sequence[tuple[GradedKey, Verdict]],
    settings: str,
) -> None:
    """Write a batch of verdicts, in place of earlier ones; all of it or nothing."""
    columns = {
        "run": [key[0] for key, _ in verdicts],
        "problem": [key[1] for key, _ in verdicts],
        "place": [key[2] for key, _ in verdicts],
        "passed": [verdict.passed for _, verdict in verdicts],
        "status": [verdict.status.value for _, verdict in verdicts],
        "detail": [verdict.detail for _, verdict in verdicts],
        "cpu": [verdict.cpu_seconds for _, verdict in verdicts],
        "mode": [verdict.mode.value for _, verdict in verdicts],
        "program": [key[3] for key, _ in verdicts],
    }
    unnested = ", ".join(f"unnest(${name})" for name in columns)
    workbench.execute(
        f"""INSERT OR REPLACE INTO verdict (run_id, problem_id, sample_index, passed, status,
                detail, cpu_seconds, mode, program, settings)
            SELECT {unnested}, $settings""",
        {**columns, "settings": settings},
    )


def record_settings(workbench: duckdb.DuckDBPyConnection, facts: Mapping[str, object]) -> str:
    """Keep what a verdict depends on beside its program; return the digest that stands for it."""
    text = json.dumps(facts, sort_keys=True)
    settings = hashlib.sha256(text.encode()).hexdigest()[:16]
    workbench.execute("INSERT OR IGNORE INTO grading VALUES (?, ?)", [settings, text])
    return settings


def _insert_samples(workbench: duckdb.DuckDBPyConnection, rows: list[list[object]]) -> None:
    runs, problems, indices, texts = (list(column) for column in zip(*rows, strict=True))
    workbench.execute(
        """INSERT INTO sample (run_id, problem_id, sample_index, text, finished)
           SELECT unnest($r), unnest($p), unnest($i), unnest($t), NULL""",
        {"r": runs, "p": problems, "i": indices, "t": texts},
    )


def _insert_scores(workbench: duckdb.DuckDBPyConnection, rows: list[list[object]]) -> None:
    runs, problems, indices, rankers, scores = (list(part) for part in zip(*rows, strict=True))
    workbench.execute(
        """INSERT INTO score
           SELECT unnest($r), unnest($p), unnest($i), unnest($n), unnest($s::DOUBLE[])""",
        {"r": runs, "p": problems, "i": indices, "n": rankers, "s": scores},
    )


def _ensure_study(
    workbench: duckdb.DuckDBPyConnection, study: str, model: str, benchmark: Loaded
) -> None:
    if is_there(workbench, study, benchmark):
        return
    title, size = f"{study} (own)", len(benchmark.problems)
    workbench.execute(
        """INSERT INTO study SELECT $id, $title, $name, 'imported samples', $source,
           ['Imported samples: how they were drawn is not known here.'], $size,
           $model, $model, $model, coalesce(max(position), 0) + 1 FROM study""",
        {
            "id": study,
            "title": title,
            "name": benchmark.name,
            "source": benchmark.source,
            "size": size,
            "model": model,
        },
    )
    add_benchmark(workbench, study, benchmark)


def _ensure_model(workbench: duckdb.DuckDBPyConnection, model: str) -> None:
    """Add a model that is in no catalogue; those that are come with the shipped studies."""
    if model not in catalogue.models():
        workbench.execute(
            "INSERT OR IGNORE INTO model VALUES (?, NULL, ?)",
            [model, "it is not in the model catalogue"],
        )

"""Runs that this program draws itself: what they have, and what comes in."""

import json
import math
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import duckdb

from backend import catalogue
from backend.errors import UserError
from backend.files.jsonl import whole_characters
from backend.maths.architecture import Architecture
from backend.records.drawing import Answer, EngineFacts
from backend.records.problem import ProblemSet
from backend.store.workbench.models import architecture_json
from backend.store.workbench.own_studies import add_benchmark, is_there
from backend.store.workbench.run_ids import find_run, new_run_id
from backend.store.workbench.writing import insert, insert_row, transaction


@dataclass(frozen=True)
class RunFacts:
    """A run to be: of which model, how many samples, and all that its samples depend on."""

    model: str
    architecture: Architecture | None
    greedy: bool
    n: int
    form: str
    temperature: float
    settings: Mapping[str, object]


def ensure_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    title: str,
    benchmark: ProblemSet,
    models: Sequence[str],
) -> None:
    """Add a study with its problems, or bring its description up to date.

    The first and the last of `models`, in the experiment's order, are the pair shown first.

    Raises:
        UserError: if a study of this id is of other problems, or ships.
    """
    known = is_there(workbench, study, benchmark)
    values = {
        "id": study,
        "title": title,
        "benchmark": benchmark.name,
        "source": benchmark.source,
        "size": len(benchmark.problems),
        "small": models[0],
        "large": models[-1],
    }
    with transaction(workbench):
        workbench.execute(
            """INSERT INTO study BY NAME
               SELECT $id AS study_id, $title AS title, $benchmark AS benchmark,
                      $source AS source, []::VARCHAR[] AS caveats,
                      $size AS n_problems, $small AS small, $large AS large,
                      $large AS reference, coalesce(max(position), 0) + 1 AS position FROM study
               ON CONFLICT DO UPDATE SET title = excluded.title, small = excluded.small,
                      large = excluded.large, reference = excluded.reference""",
            values,
        )
        if not known:
            add_benchmark(workbench, study, benchmark)


def ensure_run(workbench: duckdb.DuckDBPyConnection, study: str, run: RunFacts) -> str:
    """Add a run, or let one with the same settings grow to a larger n; return its id.

    Raises:
        UserError: if the study has samples of this model that were drawn in another way.
    """
    run_id = find_run(workbench, study, run.model, greedy=run.greedy)
    if run_id is None:
        run_id = new_run_id(workbench, study, run.model, greedy=run.greedy)
    settings = json.dumps(run.settings, sort_keys=True)
    row = workbench.execute("SELECT settings FROM run WHERE run_id = ?", [run_id]).fetchone()
    if row is not None and row[0] != settings:
        raise UserError(
            f"study {study} has samples of {run.model} {_differences(row[0], run.settings)}: give "
            "the study another id, so that both are kept"
        )
    if run.model not in catalogue.models():
        insert_row(
            workbench,
            "model",
            {"model_id": run.model, "architecture": architecture_json(run.architecture)},
            replace=True,
        )
    workbench.execute(
        """INSERT INTO run (run_id, study_id, model_id, n_samples, temperature, form, kind,
               settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET n_samples = greatest(n_samples, excluded.n_samples)""",
        [
            run_id,
            study,
            run.model,
            run.n,
            run.temperature,
            run.form,
            "greedy" if run.greedy else "sampled",
            settings,
        ],
    )
    return run_id


def there(workbench: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, set[int]]:
    """Return the indices of the samples that a run has, by problem."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = workbench.execute(
        "SELECT problem_id, list(sample_index) FROM sample WHERE run_id = ? GROUP BY 1", [run_id]
    ).fetchall()
    for problem, indices in rows:
        found[problem].update(indices)
    return found


def write_answers(
    workbench: duckdb.DuckDBPyConnection,
    run_id: str,
    answers: Sequence[Answer],
    wall_seconds: float,
    engine: EngineFacts,
) -> None:
    """Write answers and the batch they make: all of it or nothing."""
    batch = uuid.uuid4().hex
    with transaction(workbench):
        insert(
            workbench,
            "sample",
            {
                "problem_id": [answer.problem for answer in answers],
                "sample_index": [answer.index for answer in answers],
                "text": [whole_characters(answer.text) for answer in answers],
                "token_count": [answer.tokens for answer in answers],
                "finished": [answer.finished for answer in answers],
                "log_likelihood": [
                    None if math.isnan(answer.log_likelihood) else answer.log_likelihood
                    for answer in answers
                ],
            },
            {"run_id": run_id, "batch": batch},
        )
        insert_row(
            workbench,
            "batch",
            {
                "batch": batch,
                "run_id": run_id,
                "finished_at": datetime.now(UTC).replace(tzinfo=None),
                "wall_seconds": wall_seconds,
                "generations": len(answers),
                "tokens": sum(answer.tokens or 0 for answer in answers),
                "engine": json.dumps(asdict(engine), sort_keys=True),
            },
        )


def _differences(before: str | None, now: Mapping[str, object]) -> str:
    if before is None:
        return "that were imported"
    old = json.loads(before)
    other = [key for key in now if old.get(key) != now[key]] or ["settings"]
    return f"with another {' and '.join(other)}"

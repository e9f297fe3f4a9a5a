"""Remove a model's runs from a study of one's own, or the study."""

from collections.abc import Sequence

import duckdb

from backend.errors import unknown_name
from backend.store.workbench.writing import transaction

_OF_RUNS = ("sample", "verdict", "score", "ranking", "batch", "tally", "cost")


def remove_runs(workbench: duckdb.DuckDBPyConnection, study: str, model: str | None) -> None:
    """Remove a model's runs from a study, or without a model the study; an empty study goes too."""
    with transaction(workbench):
        for run_id in run_ids_of(workbench, study, model):
            empty_run(workbench, run_id)
            workbench.execute("DELETE FROM run WHERE run_id = ?", [run_id])
        rest = workbench.execute(
            "SELECT model_id FROM run WHERE study_id = ? ORDER BY run_id", [study]
        ).fetchall()
        if rest:
            for column in ("small", "large", "reference"):  # the pair shown first
                workbench.execute(
                    f"UPDATE study SET {column} = ? WHERE study_id = ? AND {column} = ?",
                    [rest[0][0], study, model],
                )
        else:
            for table in ("problem", "benchmark", "study"):
                workbench.execute(f"DELETE FROM {table} WHERE study_id = ?", [study])
        workbench.execute("DELETE FROM model WHERE model_id NOT IN (SELECT model_id FROM run)")


def run_ids_of(workbench: duckdb.DuckDBPyConnection, study: str, model: str | None) -> list[str]:
    """Return the ids of a study's runs, of one model or of all.

    Raises:
        UserError: if the workbench has no such study, or the study no such model.
    """
    studies = [row[0] for row in workbench.execute("SELECT study_id FROM study").fetchall()]
    if study not in studies:
        raise unknown_name("study of the workbench", study, studies)
    rows = workbench.execute(
        "SELECT run_id, model_id FROM run WHERE study_id = ? ORDER BY run_id", [study]
    ).fetchall()
    if model is not None and model not in (models := {row[1] for row in rows}):
        raise unknown_name(f"model of study {study}", model, models)
    return [run_id for run_id, name in rows if model in (None, name)]


def count_samples(workbench: duckdb.DuckDBPyConnection, run_ids: Sequence[str]) -> int:
    """Return how many samples some runs have together."""
    row = workbench.execute(
        "SELECT count(*) FROM sample WHERE list_contains(?, run_id)", [list(run_ids)]
    ).fetchone()
    return int(row[0]) if row else 0


def empty_run(workbench: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Remove all that a run holds, and keep the run."""
    for table in _OF_RUNS:
        workbench.execute(f"DELETE FROM {table} WHERE run_id = ?", [run_id])

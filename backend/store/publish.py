"""Make a snapshot of the workbench and point the dashboard at it."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np

from backend.errors import UserError
from backend.maths.published_fit import fit_mixture
from backend.store.snapshot.data_file import SCHEMA_VERSION
from backend.store.snapshot.plain_data import TABLES
from backend.store.snapshot.pointer import POINTER
from backend.store.workbench.writing import insert

_KEEP = 3  # snapshots: the current one and two to fall back on
_DRAFT = ".draft-"
_ROWS = Path(__file__).parent / "snapshot" / "rows.sql"

_CHECKS = {
    "the study has the id of one that ships": (
        "SELECT study_id FROM workbench.study SEMI JOIN study USING (study_id)"
    ),
    "a tally has c outside 0..n": "SELECT run_id FROM workbench.tally WHERE c < 0 OR c > n",
    "a published score is outside 0..100 or its k below 1": (
        "SELECT run_id FROM workbench.published_point WHERE score NOT BETWEEN 0 AND 100 OR k < 1"
    ),
    "a run's study is missing": (
        "SELECT run_id FROM workbench.run ANTI JOIN workbench.study USING (study_id)"
    ),
    "a run's model is missing": (
        "SELECT run_id FROM workbench.run ANTI JOIN workbench.model USING (model_id) "
        "ANTI JOIN model USING (model_id)"
    ),
    "a tally's problem is missing from its study": (
        "SELECT run_id FROM workbench.tally JOIN workbench.run USING (run_id) "
        "ANTI JOIN workbench.problem USING (study_id, problem_id)"
    ),
    "a verdict's problem is missing from its study": (
        "SELECT run_id FROM workbench.verdict JOIN workbench.run USING (run_id) "
        "ANTI JOIN workbench.problem USING (study_id, problem_id)"
    ),
    "a run has both counts of others and verdicts of its own": (
        "SELECT run_id FROM workbench.tally SEMI JOIN workbench.verdict USING (run_id)"
    ),
}


def publish(workbench: duckdb.DuckDBPyConnection, store: Path, shipped: Path | None = None) -> Path:
    """Check the workbench, write a snapshot beside it, and make it the current one.

    A reader sees the old snapshot or the new one, never something between; the workbench keeps
    all that it had, whatever happens here.

    Args:
        workbench: an open workbench.
        store: the folder of the data files.
        shipped: a snapshot whose studies come first.

    Returns:
        The new snapshot's path.

    Raises:
        UserError: if the workbench holds rows that contradict each other.
    """
    path = store / f"snapshot-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"
    write_snapshot(workbench, path, shipped)
    _point_at(store, path.name)
    _prune(store)
    return path


def write_snapshot(
    workbench: duckdb.DuckDBPyConnection,
    path: Path,
    shipped: Path | None = None,
    sources: str = "",
) -> None:
    """Write a snapshot of a workbench, complete or not at all.

    Args:
        workbench: an open workbench.
        path: of the snapshot.
        shipped: a snapshot whose studies come first.
        sources: digest of what the studies were made from, if they ship; `shipped` brings its own.

    Raises:
        UserError: if the workbench holds rows that contradict each other.
    """
    draft = path.with_name(f"{_DRAFT}{path.name}")
    _sweep(path.parent)
    try:
        if shipped:
            shutil.copyfile(shipped, draft)
        _fill(workbench, draft, None if shipped else sources)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    finally:
        _sweep(path.parent)


def _fill(workbench: duckdb.DuckDBPyConnection, draft: Path, sources: str | None) -> None:
    """Add the workbench's rows to a draft; `sources` of a new one, None if it has rows already."""
    workbench.execute(f"ATTACH '{str(draft).replace(chr(39), chr(39) * 2)}' AS snapshot")
    try:
        workbench.execute("USE snapshot")
        if sources is not None:
            workbench.execute(TABLES.read_text())
            workbench.execute("INSERT INTO snapshot VALUES (?, ?)", [SCHEMA_VERSION, sources])
        _check(workbench)
        workbench.execute(_ROWS.read_text())
        _fit_published(workbench)
    finally:
        workbench.execute("USE workbench")
        workbench.execute("DETACH snapshot")


def _check(workbench: duckdb.DuckDBPyConnection) -> None:
    for fault, query in _CHECKS.items():
        found = workbench.execute(f"{query} LIMIT 1").fetchone()
        if found:
            raise UserError(f"nothing was published: {fault} ('{found[0]}')")


def _sweep(store: Path) -> None:
    """Delete unfinished drafts, of killed builds too: who holds the workbench publishes alone."""
    for draft in store.glob(f"{_DRAFT}*"):
        draft.unlink(missing_ok=True)


def _fit_published(connection: duckdb.DuckDBPyConnection) -> None:
    runs = connection.execute(
        "SELECT run_id, list(k ORDER BY k), list(score ORDER BY k) "
        "FROM workbench.published_point GROUP BY 1"
    ).fetchall()
    for run_id, ks, scores in runs:
        fit = fit_mixture(ks, np.divide(scores, 100.0))
        insert(
            connection,
            "mixture",
            {
                "solve_rate": fit.solve_rate.tolist(),
                "share": fit.share.tolist(),
            },
            {"run_id": run_id},
        )


def _point_at(store: Path, name: str) -> None:
    draft = store / f".{POINTER}.part"
    with draft.open("w") as pointer:
        pointer.write(name + "\n")
        pointer.flush()
        os.fsync(pointer.fileno())
    draft.replace(store / POINTER)


def _prune(store: Path) -> None:
    """Delete all but the newest snapshots; readers that hold one open keep it on POSIX."""
    for old in sorted(store.glob("snapshot-*.duckdb"))[:-_KEEP]:
        old.unlink(missing_ok=True)

"""Make a snapshot of the workbench and point the dashboard at it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np

from backend.errors import UserError
from backend.published_fit import fit_mixture
from backend.store.snapshot import POINTER, SCHEMA_VERSION

_KEEP = 3  # snapshots: the current one and two to fall back on
_SCHEMA = Path(__file__).parent / "snapshot_schema.sql"

_CHECKS = {
    "a tally has c outside 0..n": "FROM workbench.tally WHERE c < 0 OR c > n",
    "a published score is outside 0..100 or its k below 1": (
        "FROM workbench.published_point WHERE score NOT BETWEEN 0 AND 100 OR k < 1"
    ),
    "a run's study is missing": "FROM workbench.run ANTI JOIN workbench.study USING (study_id)",
    "a run's model is missing": "FROM workbench.run ANTI JOIN workbench.model USING (model_id)",
    "a tally's problem is missing from its study": (
        "FROM workbench.tally JOIN workbench.run USING (run_id) "
        "ANTI JOIN workbench.problem USING (study_id, problem_id)"
    ),
    "a verdict's problem is missing from its study": (
        "FROM workbench.verdict JOIN workbench.run USING (run_id) "
        "ANTI JOIN workbench.problem USING (study_id, problem_id)"
    ),
    "a run has both counts of others and verdicts of its own": (
        "FROM workbench.tally SEMI JOIN workbench.verdict USING (run_id)"
    ),
}


def publish(workbench: duckdb.DuckDBPyConnection, store: Path, sources: str) -> Path:
    """Check the workbench, write a snapshot beside it, and make it the current one.

    A reader sees the old snapshot or the new one, never something between; the workbench keeps
    all that it had, whatever happens here.

    Args:
        workbench: an open workbench.
        store: the folder of the data files.
        sources: digest of the shipped data, to tell later whether the snapshot is out of date.

    Returns:
        The new snapshot's path.

    Raises:
        UserError: if the workbench holds rows that contradict each other.
    """
    _check(workbench)
    _sweep(store)
    name = f"snapshot-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"
    draft = store / f".{name}.part"
    try:
        _write(workbench, draft, sources)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(store / name)
    finally:
        _sweep(store)
    _point_at(store, name)
    _prune(store)
    return store / name


def _check(workbench: duckdb.DuckDBPyConnection) -> None:
    for fault, rows in _CHECKS.items():
        found = workbench.execute(f"SELECT run_id {rows} LIMIT 1").fetchone()
        if found:
            raise UserError(f"nothing was published: {fault} (run '{found[0]}')")


def _sweep(store: Path) -> None:
    """Delete unfinished drafts, of killed builds too: who holds the workbench publishes alone."""
    for draft in store.glob(".snapshot-*"):
        draft.unlink(missing_ok=True)


def _write(workbench: duckdb.DuckDBPyConnection, draft: Path, sources: str) -> None:
    workbench.execute(f"ATTACH '{str(draft).replace(chr(39), chr(39) * 2)}' AS snapshot")
    try:
        workbench.execute("USE snapshot")
        workbench.execute(_SCHEMA.read_text())
        _fit_published(workbench)
        workbench.execute("INSERT INTO snapshot VALUES (?, ?)", [SCHEMA_VERSION, sources])
    finally:
        workbench.execute("USE workbench")
        workbench.execute("DETACH snapshot")


def _fit_published(connection: duckdb.DuckDBPyConnection) -> None:
    runs = connection.execute(
        "SELECT run_id, list(k ORDER BY k), list(score ORDER BY k) FROM published_point GROUP BY 1"
    ).fetchall()
    for run_id, ks, scores in runs:
        fit = fit_mixture(ks, np.divide(scores, 100.0))
        rows = [
            [run_id, float(rate), float(share)]
            for rate, share in zip(fit.solve_rate, fit.share, strict=True)
        ]
        connection.executemany("INSERT INTO mixture VALUES (?, ?, ?)", rows)


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

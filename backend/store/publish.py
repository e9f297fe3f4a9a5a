"""Make a snapshot of the workbench and point the dashboard at it."""

import os
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np

from backend.catalogue import models
from backend.errors import UserError
from backend.maths.published_fit import fit_mixture
from backend.store import snapshot_address
from backend.store.pointer import OWN, POINTER, current_files, newest_first, show
from backend.store.shipping import shipped_ids
from backend.store.snapshot.data_file import SCHEMA_VERSION
from backend.store.snapshot.plain_data import TABLES
from backend.store.workbench.models import insert_models
from backend.store.workbench.writing import insert

_DRAFT = ".draft-"
_ROWS = Path(__file__).parent / "snapshot" / "rows.sql"

_FROM_CATALOGUE = """
    SELECT DISTINCT model_id FROM workbench.run ANTI JOIN workbench.model USING (model_id)
    ORDER BY model_id"""
_CHECKS = {
    "a tally has c outside 0..n": "SELECT run_id FROM workbench.tally WHERE c < 0 OR c > n",
    "a published score is outside 0..100 or its k below 1": (
        "SELECT run_id FROM workbench.published_point WHERE score NOT BETWEEN 0 AND 100 OR k < 1"
    ),
    "a run's study is missing": (
        "SELECT run_id FROM workbench.run ANTI JOIN workbench.study USING (study_id)"
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
        shipped: a snapshot in the same folder, whose studies are shown first.

    Returns:
        The new snapshot's path; that of `shipped` where the workbench has no study.

    Raises:
        UserError: if the workbench holds rows that contradict each other.
    """
    files = [shipped] if shipped else []
    fetched = _fetched(store)
    _check(workbench, shipped_ids() if shipped else frozenset())
    if not shipped or workbench.execute("FROM workbench.study LIMIT 1").fetchone():
        files.append(store / f"{OWN}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb")
        write_snapshot(workbench, files[-1])
        fetched = None
    try:
        show(store, [*files, fetched] if fetched else files)
    except OSError:
        if files[-1] != shipped:
            files[-1].unlink()  # nobody would ever look at it, and the disk may be full
        raise
    return files[-1]


def _fetched(store: Path) -> Path | None:
    """Return the data file that came from elsewhere: who builds here takes it from nobody."""
    if not snapshot_address() or not (store / POINTER).exists():
        return None
    try:
        found = [path for path in current_files(store) if path.name.startswith(f"{OWN}-")]
    except UserError:  # the pointer is damaged, and is about to be written anew
        found = newest_first(store, OWN)
    return next((path for path in found if path.exists()), None)


def write_snapshot(workbench: duckdb.DuckDBPyConnection, path: Path, sources: str = "") -> None:
    """Write a snapshot of a workbench, complete or not at all.

    Args:
        workbench: an open workbench.
        path: of the snapshot.
        sources: digest of what the studies were made from, if they ship.

    Raises:
        UserError: if the workbench holds rows that contradict each other.
    """
    draft = path.with_name(f"{_DRAFT}{path.name}")
    _sweep(path.parent)
    _check(workbench)
    try:
        _fill(workbench, draft, sources)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    finally:
        _sweep(path.parent)


def _fill(workbench: duckdb.DuckDBPyConnection, draft: Path, sources: str) -> None:
    workbench.execute(f"ATTACH '{str(draft).replace(chr(39), chr(39) * 2)}' AS snapshot")
    try:
        workbench.execute("USE snapshot")
        workbench.execute(TABLES.read_text())
        workbench.execute("INSERT INTO snapshot VALUES (?, ?)", [SCHEMA_VERSION, sources])
        _insert_known_models(workbench)
        workbench.execute(_ROWS.read_text())
        _fit_published(workbench)
    finally:
        workbench.execute("USE workbench")
        workbench.execute("DETACH snapshot")


def _insert_known_models(workbench: duckdb.DuckDBPyConnection) -> None:
    """Add the models of the catalogue that runs name; the workbench holds the others alone."""
    rows = workbench.execute(_FROM_CATALOGUE).fetchall()
    insert_models(workbench, [known for (name,) in rows if (known := models().get(name))])


def _check(workbench: duckdb.DuckDBPyConnection, taken: Collection[str] = ()) -> None:
    """Refuse rows that contradict each other, and studies of ids that are `taken`."""
    own = workbench.execute("SELECT study_id FROM workbench.study ORDER BY position").fetchall()
    if found := next((study for (study,) in own if study in taken), None):
        fault = "the study has the id of one that ships"
        raise UserError(f"nothing was published: {fault} ('{found}')")
    for fault, query in _CHECKS.items():
        if row := workbench.execute(f"{query} LIMIT 1").fetchone():
            raise UserError(f"nothing was published: {fault} ('{row[0]}')")
    named = workbench.execute(_FROM_CATALOGUE).fetchall()
    if found := next((name for (name,) in named if name not in models()), None):
        raise UserError(f"nothing was published: a run's model is missing ('{found}')")


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

"""Build the data file: the shipped studies, then those of the workbench."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb

from backend.errors import UserError
from backend.store.pointer import SHIPPED
from backend.store.publish import publish, write_snapshot
from backend.store.refused import has_no_room
from backend.store.shipped.studies import shipped_workbench, sources_digest
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import open_workbench


def build_store(store: Path, report: Callable[[str], None]) -> Path:
    """Build a snapshot from the shipped data and the workbench, and make it the current one.

    Args:
        store: the folder of the data files.
        report: called with a line before each step.

    Returns:
        The snapshot's path.

    Raises:
        HeldError: if another process holds the workbench.
        UserError: if the workbench is damaged, the shipped data cannot be read, or nothing can be
            written to `store`.
    """
    with open_workbench(store) as workbench:
        return publish_all(workbench, store, report)


def publish_all(
    workbench: duckdb.DuckDBPyConnection,
    store: Path,
    report: Callable[[str], None] = lambda _: None,
) -> Path:
    """Publish an open workbench together with the shipped studies; return the snapshot's path.

    Raises:
        UserError: as `build_store` does.
    """
    try:
        report("1/2 reading the published studies")
        shipped = _shipped(store)
        report("2/2 writing the snapshot")
        return publish(workbench, store, shipped)
    except (OSError, duckdb.Error) as error:
        if has_no_room(error):
            raise UserError(f"{store} cannot be written to: the disk is full") from error
        if isinstance(error, OSError):
            raise UserError(f"{store} cannot be written to: {error}") from error
        if isinstance(error, duckdb.IOException) or "Corrupt" in str(error):
            raise UserError(f"{store} cannot be read or written: {error}") from error
        raise


def _shipped(store: Path) -> Path:
    """Return a snapshot of the shipped studies, made anew only when they have changed."""
    sources = sources_digest()
    path = store / f"{SHIPPED}-{sources[:16]}.duckdb"
    if not _is_made_from(sources, path):
        with shipped_workbench() as workbench:
            write_snapshot(workbench, path, sources)
    return path


def _is_made_from(sources: str, path: Path) -> bool:
    try:
        with closing(Snapshot(path)) as found:
            found.file.read_through()
            return found.sources == sources
    except UserError:
        return False

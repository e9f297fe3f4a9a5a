"""Build the data file: published data into the workbench, the workbench into a snapshot."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from backend.store.publish import publish
from backend.store.published import load_published, sources_digest
from backend.store.workbench import open_workbench


def build_store(store: Path, report: Callable[[str], None]) -> Path:
    """Build a snapshot from the shipped data and the workbench, and make it the current one.

    Args:
        store: the folder of the data files.
        report: called with a line before each step.

    Returns:
        The snapshot's path.

    Raises:
        UserError: if the workbench is held by another process or damaged.
    """
    with open_workbench(store) as workbench:
        return publish_all(workbench, store, report)


def publish_all(
    workbench: duckdb.DuckDBPyConnection,
    store: Path,
    report: Callable[[str], None] = lambda _: None,
) -> Path:
    """Publish an open workbench together with the shipped studies; return the snapshot's path."""
    digest = sources_digest()
    report("1/2 reading the published studies")
    load_published(workbench, digest)
    report("2/2 writing the snapshot")
    return publish(workbench, store, digest)

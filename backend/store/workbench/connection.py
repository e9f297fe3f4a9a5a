"""Open the workbench, the one file that pipelines write."""

from pathlib import Path

import duckdb

from backend.errors import UserError
from backend.store.refused import has_no_room, open_error
from backend.store.workbench.writing import transaction

_MIGRATIONS = sorted((Path(__file__).parent / "schema").glob("*.sql"))


def open_workbench(store: Path) -> duckdb.DuckDBPyConnection:
    """Open or create `store/workbench.duckdb` for writing, at the current schema.

    Raises:
        HeldError: if another process holds it.
        UserError: if it is damaged, or a newer version wrote it, or `store` can be no folder.
    """
    path = store / "workbench.duckdb"
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{store} cannot be a folder for data files: {error.strerror}") from error
    try:
        connection = duckdb.connect(path)
    except duckdb.Error as error:
        raise open_error(path, error, "move it away and run `python -m backend build`") from error
    try:
        _migrate(connection, path)
    except BaseException as error:
        connection.close()
        if isinstance(error, duckdb.Error) and has_no_room(error):
            raise open_error(path, error, "") from error
        raise
    return connection


def workbench_in_memory() -> duckdb.DuckDBPyConnection:
    """Return an empty workbench that is gone when it is closed."""
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS workbench (COMPRESS)")  # two thirds of the memory
    connection.execute("USE workbench")
    _migrate(connection, Path(":memory:"))
    return connection


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY)")
    row = connection.execute("SELECT coalesce(max(version), 0) FROM migration").fetchone()
    current = row[0] if row else 0
    if current > len(_MIGRATIONS):
        raise UserError(
            f"{path} was written by a newer Budgetscope (schema {current}, this one knows "
            f"{len(_MIGRATIONS)}): update the program"
        )
    for version, script in enumerate(_MIGRATIONS[current:], start=current + 1):
        with transaction(connection):
            connection.execute(script.read_text())
            connection.execute("INSERT INTO migration VALUES (?)", [version])

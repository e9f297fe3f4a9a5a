"""Open a snapshot as data: base tables of known columns, no code, nothing outside the file."""

from pathlib import Path

import duckdb

from backend.errors import UserError
from backend.plain_text import one_line
from backend.store.refused import unreadable
from backend.store.snapshot.plain_values import fault

TABLES = Path(__file__).parent / "tables.sql"

_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "threads": 2,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
# What a file may hold beside tables, each of which could run code of whoever made it.
_CODE = {
    "a view": """SELECT view_name FROM duckdb_views()
                 WHERE database_name = 'snapshot' AND NOT internal""",
    "a function": """SELECT function_name FROM duckdb_functions()
                     WHERE database_name = 'snapshot' AND NOT internal""",
    "a type": """SELECT type_name FROM duckdb_types()
                 WHERE database_name = 'snapshot' AND NOT internal""",
    "a sequence": "SELECT sequence_name FROM duckdb_sequences() WHERE database_name = 'snapshot'",
    "an index": "SELECT index_name FROM duckdb_indexes() WHERE database_name = 'snapshot'",
    "a trigger": "SELECT trigger_name FROM duckdb_triggers() WHERE database_name = 'snapshot'",
    "a further schema": """SELECT schema_name FROM duckdb_schemas()
                           WHERE database_name = 'snapshot' AND schema_name <> 'main'""",
}
_UNLIKE = """
    SELECT table_name, sql FROM duckdb_tables() WHERE database_name = $one
    EXCEPT SELECT table_name, sql FROM duckdb_tables() WHERE database_name = $other"""
_MOST_ROWS, _FEW_ROWS = 8_000_000, 100_000  # of a table; of one that pages hold as a whole
_FEW = {"snapshot", "study", "former_id", "model", "run", "cost", "measured", "ranker"}
_READ_IN_PARTS = {"sample"}  # a problem at a time, so that it may be as long as it is
_MOST_TEXT = 1 << 26  # bytes of a column of texts
_TEXTS = {
    "snapshot": ("sources",),
    "study": (
        *("study_id", "title", "benchmark", "sampling", "source", "caveats::VARCHAR", "purpose"),
        "shows",
    ),
    "former_id": ("formerly", "study_id"),
    "model": ("model_id", "architecture", "not_public", "family"),
    "run": ("run_id", "study_id", "model_id"),
    "cost": ("kind", "source"),
    "measured": ("hardware", "engine", "version"),
    "ranker": ("ranker", "reader"),
    "problem": ("study_id", "problem_id", "difficulty", "platform"),
}
_BYTES = """SELECT total_blocks * block_size FROM pragma_database_size()
            WHERE database_name = 'snapshot'"""
_HEADERS = 3 << 12  # bytes of a DuckDB file before its first block
_MOST_RANKED = 1 << 23  # samples of one run in one ranker's order


def open_plain(path: Path, version: int, remedy: str) -> tuple[duckdb.DuckDBPyConnection, str]:
    """Open a snapshot that holds what it should and no more; return it and its sources' digest.

    The catalogue is looked at from outside the file, so that nothing in it is used for that.

    Raises:
        UserError: if it is of another version, or holds anything but the tables of a snapshot, or
            more than pages can hold.
        duckdb.Error: if it is no data file, damaged, or held by another process.
    """
    connection = duckdb.connect(config=_LIMITS)
    try:
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS snapshot (READ_ONLY)")
        connection.execute("ATTACH ':memory:' AS pattern")
        _refuse_half(connection, path, remedy)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        _refuse_code(connection, path, remedy)
        sources = _sources(connection, path, version, remedy)
        _refuse_tables(connection, path, remedy)
        _refuse_size(connection, path, remedy)
        _refuse_values(connection, path, remedy)
        connection.execute("USE snapshot")
    except BaseException:
        connection.close()
        raise
    return connection, sources


def _refuse_half(connection: duckdb.DuckDBPyConnection, path: Path, remedy: str) -> None:
    """Refuse a file whose end is missing, which DuckDB would find out as it reads it."""
    blocks = connection.execute(_BYTES).fetchone()
    if not blocks or path.stat().st_size < blocks[0] + _HEADERS:
        raise unreadable(path, remedy)


def _refuse_code(connection: duckdb.DuckDBPyConnection, path: Path, remedy: str) -> None:
    for what, query in _CODE.items():
        found = connection.execute(f"{query} LIMIT 1").fetchone()
        if found:
            name = one_line(str(found[0]), 80)
            raise UserError(
                f"{path} holds {what} ('{name}'), and a data file has tables only: {remedy}"
            )


def _sources(connection: duckdb.DuckDBPyConnection, path: Path, version: int, remedy: str) -> str:
    """Return the digest of what the studies were made from, if the file is of this version."""
    connection.execute("USE pattern")
    connection.execute(TABLES.read_text())
    connection.execute("USE memory")
    same = connection.execute(
        """SELECT count(DISTINCT sql) = 1 AND count(*) = 2 FROM duckdb_tables()
           WHERE table_name = 'snapshot'"""
    ).fetchone()
    rows = (
        connection.execute(
            "SELECT schema_version, sources FROM snapshot.main.snapshot "
            f"WHERE strlen(sources) < {_MOST_TEXT} LIMIT 1"
        ).fetchall()
        if same and same[0]
        else []
    )
    if not rows:
        raise UserError(f"{path} is not a Budgetscope data file: {remedy}")
    if rows[0][0] != version:
        age = "an older" if rows[0][0] < version else "a newer"
        raise UserError(f"{path} was made by {age} Budgetscope: {remedy}")
    return str(rows[0][1])


def _refuse_tables(connection: duckdb.DuckDBPyConnection, path: Path, remedy: str) -> None:
    """Refuse tables and columns that a snapshot has not, or lacks, and any default or check."""
    for one, other in (("snapshot", "pattern"), ("pattern", "snapshot")):
        found = connection.execute(_UNLIKE, {"one": one, "other": other}).fetchone()
        if found:
            name = one_line(str(found[0]), 80)
            raise UserError(f"{path}: table '{name}' is not as a data file's must be: {remedy}")


def _refuse_size(connection: duckdb.DuckDBPyConnection, path: Path, remedy: str) -> None:
    """Refuse what would take a page more memory than the machine may have."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'pattern'"
        ).fetchall()
    ]
    for name in names:
        counted = connection.execute(f"SELECT count(*) FROM snapshot.main.{name}").fetchone()
        most = _FEW_ROWS if name in _FEW else _MOST_ROWS
        if counted and counted[0] > most and name not in _READ_IN_PARTS:
            raise UserError(f"{path}: table '{name}' has more than {most:,} rows: {remedy}")
    try:
        for name, columns in _TEXTS.items():
            sums = ", ".join(f"coalesce(sum(strlen({column})), 0)" for column in columns)
            found = connection.execute(f"SELECT {sums} FROM snapshot.main.{name}").fetchone()
            if max(found or (0,)) > _MOST_TEXT:
                raise UserError(f"{path}: the texts of table '{name}' are too long: {remedy}")
        ranked = connection.execute(
            """SELECT coalesce(max(n), 0) FROM (SELECT sum(len(passes)) AS n
               FROM snapshot.main.ranked GROUP BY run_id, ranker)"""
        ).fetchone()
    except duckdb.OutOfMemoryException as error:
        raise UserError(f"{path} holds more than a page can show: {remedy}") from error
    if ranked and ranked[0] > _MOST_RANKED:
        raise UserError(f"{path}: a ranking of more than {_MOST_RANKED:,} samples: {remedy}")


def _refuse_values(connection: duckdb.DuckDBPyConnection, path: Path, remedy: str) -> None:
    """Refuse values that pages cannot work with."""
    try:
        wrong = fault(connection)
    except duckdb.OutOfMemoryException as error:
        raise UserError(f"{path} holds more than a page can show: {remedy}") from error
    if wrong:
        raise UserError(f"{path}: {wrong}: {remedy}")

"""How data files are written: all of something or nothing, and many rows at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep what is written within if it ends well, and nothing of it otherwise."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, Sequence[object]],
    alike: Mapping[str, object] | None = None,
    *,
    replace: bool = False,
) -> None:
    """Insert rows into a table, in one statement: `executemany` runs one for each row.

    Args:
        connection: an open data file.
        table: its name.
        columns: values by the names of columns, as many in each; columns that are named nowhere
            get their defaults.
        alike: values by the names of the columns in which all rows are alike.
        replace: whether a row takes the place of one that has its primary key; what that one has
            in columns that are named nowhere stays.
    """
    alike = alike or {}
    values = [f"${name} AS {name}" for name in alike]
    values += [f"unnest(${name}) AS {name}" for name in columns]
    how = "INSERT OR REPLACE" if replace else "INSERT"
    connection.execute(
        f"{how} INTO {table} BY NAME SELECT {', '.join(values)}", {**alike, **columns}
    )


def insert_row(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    row: Mapping[str, object],
    *,
    replace: bool = False,
) -> None:
    """Insert one row, its values by the names of columns, as `insert` does many."""
    insert(connection, table, {}, row, replace=replace)

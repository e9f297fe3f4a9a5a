"""Transactions, and many rows in one statement."""

from collections.abc import Iterator
from contextlib import suppress

import duckdb
import pytest

from backend.store.workbench.writing import insert, transaction


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            """CREATE TABLE kept (name VARCHAR, place INTEGER, score DOUBLE, correct BOOLEAN,
                   big BIGINT, said VARCHAR DEFAULT 'nothing', PRIMARY KEY (name, place))"""
        )
        yield opened


def rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("FROM kept ORDER BY ALL").fetchall()


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt, ValueError, SystemExit])
def test_a_transaction_that_is_stopped_leaves_nothing(
    connection: duckdb.DuckDBPyConnection, stopped_by: type[BaseException]
) -> None:
    with suppress(stopped_by), transaction(connection):
        insert(connection, "kept", {"place": [1, 2]}, {"name": "a"})
        assert len(rows(connection)) == 2
        raise stopped_by
    assert rows(connection) == []
    with transaction(connection):  # and the next one is a new one
        insert(connection, "kept", {"place": [1]}, {"name": "a"})
    assert len(rows(connection)) == 1


def test_columns_become_rows_whatever_is_missing_in_them(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    nobody_knows: dict[str, list[object]] = {
        "score": [None, None],
        "correct": [None, None],
        "big": [None, None],
    }
    insert(connection, "kept", {"place": [1, 2], **nobody_knows}, {"name": "a"})
    mixed: dict[str, list[object]] = {
        "score": [1, 2.5],
        "correct": [None, True],
        "big": [None, 1 << 40],
    }
    insert(connection, "kept", {"name": ["b", "b"], "place": [1, 2], **mixed})
    insert(connection, "kept", {"place": [], "score": []}, {"name": "c"})
    assert rows(connection) == [
        ("a", 1, None, None, None, "nothing"),
        ("a", 2, None, None, None, "nothing"),
        ("b", 1, 1.0, None, None, "nothing"),
        ("b", 2, 2.5, True, 1 << 40, "nothing"),
    ]


def test_a_row_takes_the_place_of_one_with_its_key_only_where_told(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    insert(connection, "kept", {"place": [1, 2], "score": [0.5, 0.5]}, {"name": "a", "said": "yes"})
    with pytest.raises(duckdb.ConstraintException):
        insert(connection, "kept", {"place": [2], "score": [0.9]}, {"name": "a"})
    insert(connection, "kept", {"place": [2, 3], "score": [0.9, 0.1]}, {"name": "a"}, replace=True)
    assert rows(connection) == [
        ("a", 1, 0.5, None, None, "yes"),
        ("a", 2, 0.9, None, None, "yes"),
        ("a", 3, 0.1, None, None, "nothing"),
    ]

"""Read rows of a Parquet file that others made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from backend.errors import UserError
from backend.files.opening import Unpacked, file_name
from backend.plain_text import one_line

_ROWS = 64  # in memory as values at a time, before they are counted
# A page may say that it unpacks to gigabytes; nothing outside the file is of any use to a reader.
_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "2GB",
    "threads": 1,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}


def parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield a file's rows by the names of their columns.

    Raises:
        UserError: if it is no regular file, no Parquet, or unpacks to far more than its size.
    """
    with (
        file_name(path) as name,
        readable(path),
        duckdb.connect(config=_LIMITS) as connection,
    ):
        unpacked = Unpacked(path, Path(name).stat().st_size)
        found = connection.execute("FROM read_parquet(?)", [name])
        names = [column[0] for column in found.description or ()]
        while rows := found.fetchmany(_ROWS):
            for row in rows:
                unpacked.add(sum(map(_size, row)))
                yield dict(zip(names, row, strict=True))


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Tell in one sentence what keeps DuckDB from reading a file.

    Raises:
        UserError: for each of DuckDB's errors.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise UserError(f"{path} holds more at once than is read of a file") from error
    except duckdb.Error as error:
        why = one_line(str(error).splitlines()[0], 200)
        raise UserError(f"{path} cannot be read: {why}") from error


def _size(value: Any) -> int:
    """Return about how many bytes a value takes."""
    if isinstance(value, str | bytes):
        return len(value) + 8
    if isinstance(value, list | tuple):
        return 8 + sum(map(_size, value))
    if isinstance(value, dict):
        return 8 + sum(map(_size, value)) + sum(map(_size, value.values()))
    return 8

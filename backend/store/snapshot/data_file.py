"""Read a data file: one open connection, safe to share, whatever others may have put into it."""

import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from backend.errors import UserError
from backend.store.refused import open_error
from backend.store.snapshot.plain_data import open_plain

SCHEMA_VERSION = 13
REBUILD = "run `python -m backend build`"
_AT_ONCE = 64  # rows made into values before their texts are counted
_MOST_TEXT = 1 << 27  # characters that one question may bring

State = tuple[int, ...]


def state_of(path: Path) -> State | None:
    """Return what changes when a file does, however it is changed; None where there is none.

    First the device and the number of the file, then its length and times: a file with an older
    time, or one that was written to in place, is another as well.
    """
    try:
        found = path.stat()
    except (OSError, ValueError):  # no name that a file can have, too
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    times = (found.st_mtime_ns, found.st_ctime_ns)
    return (found.st_dev, found.st_ino, found.st_size, *times)


class DataFile:
    """An open, read-only data file."""

    def __init__(self, path: Path) -> None:
        """Open `path`.

        Raises:
            UserError: if it is missing, damaged, locked, or of another version.
        """
        self.path = path
        self.trouble: UserError | None = None
        """What was found damaged as it was read; None as long as nothing was."""
        self._lock = Lock()
        found = state_of(path)
        if found is None:
            raise UserError(f"there is no data file {path}: {REBUILD}")
        self.state = found
        try:
            self._connection, self.sources = open_plain(path, SCHEMA_VERSION, REBUILD)
        except duckdb.Error as error:
            raise open_error(path, error, REBUILD) from error

    def close(self) -> None:
        """Close the file; nothing that was not read before can be read afterwards."""
        self._connection.close()
        del self._connection

    def read_through(self) -> None:
        """Read all that it holds, as opening does not.

        Raises:
            UserError: if any of it is damaged.
        """
        for (name,) in self.rows(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'snapshot'"
        ):
            self.rows(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {name}")

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return a query's rows, bounded by the bytes of their texts."""
        rows: list[tuple[Any, ...]] = []
        texts = 0
        with self._reading():
            found = self._connection.execute(query, list(values))
            while some := found.fetchmany(_AT_ONCE):
                texts += sum(len(value) for row in some for value in row if isinstance(value, str))
                if texts > _MOST_TEXT:
                    raise UserError(f"{self.path.name} holds more than a page can show: {REBUILD}")
                rows += some
        return rows

    def columns(self, query: str, values: Sequence[object]) -> dict[str, NDArray[Any]]:
        """Return a query's columns as arrays, for numbers."""
        with self._reading():
            columns = self._connection.execute(query, list(values)).fetchnumpy()
        return {name: np.asarray(column) for name, column in columns.items()}

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Read alone; what cannot be read of a file that was made by others is told."""
        with self._lock:
            try:
                yield
            except duckdb.OutOfMemoryException as error:
                raise UserError(
                    f"{self.path.name} holds more than a page can show: {REBUILD}"
                ) from error
            except duckdb.Error as error:  # damaged blocks are told by no class of their own
                self.trouble = open_error(self.path, error, REBUILD)
                raise open_error(self.path, error, REBUILD) from error

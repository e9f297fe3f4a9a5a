"""Read JSON lines, gzipped or not, and say where a line is wrong."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from backend.errors import UserError


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's number and object; empty lines are passed over.

    Raises:
        UserError: if the file cannot be read, or a line is no JSON object.
    """
    try:
        with open_text(path, "rt", compressed=path.suffix == ".gz") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, _object(path, number, line)
    except FileNotFoundError as error:
        raise UserError(f"there is no file {path}") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from error


def open_text(path: Path, mode: str, compressed: bool) -> IO[str]:
    """Open a file for text in UTF-8."""
    if compressed:
        return cast(IO[str], gzip.open(path, mode, encoding="utf-8"))
    return cast(IO[str], path.open(mode, encoding="utf-8"))


def text_field(path: Path, number: int, row: Mapping[str, Any], name: str) -> str:
    """Return a field that must be a text.

    Raises:
        UserError: if it is missing or something else.
    """
    value = row.get(name)
    if not isinstance(value, str):
        raise UserError(f"{path}, line {number}: field '{name}' must be a text")
    return value


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UserError(f"{path}, line {number}: not JSON ({error})") from error
    if not isinstance(row, dict):
        raise UserError(f"{path}, line {number}: a line must be a JSON object")
    return row

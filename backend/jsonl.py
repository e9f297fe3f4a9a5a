"""Read JSON lines, gzipped or not, and say where a line is wrong."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from backend.errors import UserError

LONGEST_LINE = 1 << 28  # bytes: a row of a benchmark with all its tests fits, a disk image does not
_ESCAPED_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_MARK = b"\xef\xbb\xbf"  # some editors begin a file of UTF-8 with it


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's number and object; empty lines are passed over.

    One line is held at a time. Half a character (a lone surrogate, which a token limit leaves of
    an emoji) is no text that could be stored or run: it becomes U+FFFD, as decoders do.

    Raises:
        UserError: if the file cannot be read, or a line is no JSON object.
    """
    try:
        with _open_bytes(path) as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1):
                if len(line) > LONGEST_LINE:
                    raise UserError(
                        f"{path}, line {number}: longer than {LONGEST_LINE >> 20} MiB: "
                        "write one JSON object a line"
                    )
                if line.strip():
                    yield number, _object(f"{path}, line {number}", line)
    except FileNotFoundError as error:
        raise UserError(f"there is no file {path}") from error
    except (OSError, EOFError, zlib.error) as error:
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


def parse_json(where: str, data: bytes) -> Any:
    """Return what a JSON text says, with halves of characters replaced as `read_lines` does.

    Raises:
        UserError: if it is no JSON in UTF-8.
    """
    try:
        value = json.loads(data.removeprefix(_MARK).decode("utf-8"))
        return whole_characters(value) if _ESCAPED_HALF.search(data) else value
    except UnicodeDecodeError as error:
        raise UserError(
            f"{where}: not UTF-8 (byte 0x{error.object[error.start]:02x} at place "
            f"{error.start + 1}): save the file in UTF-8"
        ) from error
    except ValueError as error:
        raise UserError(f"{where}: not JSON ({error})") from error
    except RecursionError as error:
        raise UserError(f"{where}: nested too deep to be read as JSON") from error


def whole_characters(value: Any) -> Any:
    """Return a JSON value with U+FFFD for each half of a character in its texts."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {whole_characters(key): whole_characters(item) for key, item in value.items()}
    return value


def _open_bytes(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _object(where: str, line: bytes) -> dict[str, Any]:
    row = parse_json(where, line)
    if not isinstance(row, dict):
        raise UserError(f"{where}: a line must be a JSON object")
    return row

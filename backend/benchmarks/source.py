"""Where a benchmark's rows come from: a data set on a hub, a local file, or its own maker."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from backend.benchmarks import apps, humaneval, mbpp, mbpp_challenge, minifunctions
from backend.errors import UserError, unknown_name
from backend.files.jsonl import read_json, read_lines
from backend.files.opening import open_file
from backend.files.parquet import parquet_rows
from backend.pulse import say
from backend.records.problem import Problem, ScriptTests

BENCHMARKS: Mapping[str, ModuleType] = {
    "humaneval": humaneval,
    "mbpp": mbpp,
    "mbpp-challenge": mbpp_challenge,
    "apps": apps,
    "minifunctions": minifunctions,
}


_NAMED = 5  # rows that are told one by one


@dataclass(frozen=True)
class Loaded:
    """A benchmark's problems by id, in order, and exactly which data they are."""

    name: str
    source: str
    revision: str
    problems: dict[str, Problem]


def load(name: str, path: Path | None, *, tell: bool = True) -> Loaded:
    """Load a benchmark from a local file, or without one from where it comes from.

    A row that is no problem, or tests nothing, keeps its place: its samples stay unscored. Unless
    `tell` is false, standard error hears of such rows.

    Raises:
        UserError: if the benchmark is unknown or its rows cannot be had or understood.
    """
    if name not in BENCHMARKS:
        raise unknown_name("benchmark", name, BENCHMARKS)
    found, source, revision = _from_file(path) if path else _from_origin(name)
    rows = list(enumerate(found, start=1))
    in_test_split = getattr(BENCHMARKS[name], "in_test_split", None)
    if in_test_split and path and any(in_test_split(row) for _, row in rows):
        rows = [(number, row) for number, row in rows if in_test_split(row)]
    problems: dict[str, Problem] = {}
    untested: dict[int, Problem] = {}
    for number, row in rows:
        problem = _problem(name, number, row)
        if problem.id in problems:
            raise UserError(f"{source}, row {number}: there is another problem '{problem.id}'")
        problems[problem.id] = problem
        if problem.untested:
            untested[number] = problem
    if not problems:
        raise UserError(f"{source} holds no problems")
    if len(untested) == len(rows) and all(found.prompt == "" for found in untested.values()):
        number, first = next(iter(untested.items()))
        raise UserError(f"{source}, row {number}: {first.untested}")
    if tell and untested:
        say(_told(source, untested, len(rows)))
    return Loaded(name, source, revision, problems)


def _problem(name: str, number: int, row: Mapping[str, Any]) -> Problem:
    """Return a row's problem; where it is none, one that no sample can be graded by."""
    try:
        problem: Problem = BENCHMARKS[name].problem(row)
    except KeyError as error:
        why = f"field {error} is missing"
    except (TypeError, ValueError, AttributeError, SyntaxError, RecursionError) as error:
        why = f"{type(error).__name__}: {error}"
    else:
        return problem
    id_ = str(row.get("task_id", row.get("problem_id", f"row {number}")))
    return Problem(id_, "", ScriptTests(()), untested=f"not a problem of {name} ({why})")


def _told(source: str, untested: Mapping[int, Problem], count: int) -> str:
    named = [f"row {number} ({each.id}): {each.untested}" for number, each in untested.items()]
    more = f"; and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return (
        f"{source}: {len(named)} of {count} problems cannot be graded, their samples stay "
        f"unscored: {'; '.join(named[:_NAMED])}{more}"
    )


def _from_file(path: Path) -> tuple[list[dict[str, Any]], str, str]:
    with open_file(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        is_list = path.suffix == ".json" and file.read(1 << 16).lstrip()[:1] == b"["
    if is_list:
        rows = _list(path)
    elif path.suffix == ".parquet":
        rows = list(parquet_rows(path))
    else:
        rows = [row for _, row in read_lines(path)]
    return rows, str(path.resolve()), f"sha256:{digest}"


def _list(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file that is one JSON list, as MBPP's sanitized version is."""
    rows: list[dict[str, Any]] = read_json(path)
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise UserError(f"{path}, row {number}: a row must be a JSON object")
    return rows


def _from_origin(name: str) -> tuple[list[dict[str, Any]], str, str]:
    generate = getattr(BENCHMARKS[name], "generate", None)
    rows, source = (generate(), "generated") if generate else _from_hub(*BENCHMARKS[name].HUB)
    # What the rows say, not where they lie: the same data has the same revision anywhere.
    text = json.dumps(rows, sort_keys=True, default=str)
    return rows, source, f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _from_hub(data_set: str, split: str) -> tuple[list[dict[str, Any]], str]:
    try:
        # Imported here: only a benchmark from a hub needs it.
        import datasets  # noqa: PLC0415
    except ImportError as error:
        raise UserError(
            f"loading {data_set} needs the package datasets: install it, or name a file by --path"
        ) from error
    try:
        found = datasets.load_dataset(data_set, split=split)
    except Exception as error:
        raise UserError(f"{data_set} cannot be loaded, name a file by --path: {error}") from error
    return list(found), data_set

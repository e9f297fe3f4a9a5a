"""Where a benchmark's rows come from: a data set on a hub, a local file, or its own maker."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.benchmarks import apps, humaneval, mbpp, mbpp_challenge, minifunctions
from backend.benchmarks.benchmark import Benchmark, Hub
from backend.errors import UserError, unknown_name
from backend.files.jsonl import read_json, read_lines
from backend.files.opening import open_file
from backend.files.parquet import parquet_rows
from backend.pulse import say
from backend.records.problem import Problem, ProblemSet, ScriptTests

BENCHMARKS: Mapping[str, Benchmark] = {
    "humaneval": humaneval.BENCHMARK,
    "mbpp": mbpp.BENCHMARK,
    "mbpp-challenge": mbpp_challenge.BENCHMARK,
    "apps": apps.BENCHMARK,
    "minifunctions": minifunctions.BENCHMARK,
}


_NAMED = 5  # rows that are told one by one


def load(name: str, path: Path | None, *, tell: bool = True) -> ProblemSet:
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
    if path:
        asked = [(number, row) for number, row in rows if BENCHMARKS[name].in_test_split(row)]
        rows = asked or rows
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
    return ProblemSet(name, source, revision, problems)


def _problem(name: str, number: int, row: Mapping[str, Any]) -> Problem:
    """Return a row's problem; where it is none, one that no sample can be graded by."""
    try:
        return BENCHMARKS[name].problem(row)
    except KeyError as error:
        why = f"field {error} is missing"
    except (TypeError, ValueError, AttributeError, SyntaxError, RecursionError) as error:
        why = f"{type(error).__name__}: {error}"
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
    origin = BENCHMARKS[name].rows
    if isinstance(origin, Hub):
        rows, source = _from_hub(origin.data_set, origin.split), origin.data_set
    else:
        rows, source = origin(), "generated"
    # What the rows say, not where they lie: the same data has the same revision anywhere.
    text = json.dumps(rows, sort_keys=True, default=str)
    return rows, source, f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _from_hub(data_set: str, split: str) -> list[dict[str, Any]]:
    try:
        # Imported here: only a benchmark from a hub needs it.
        import datasets  # noqa: PLC0415
    except ImportError as error:
        raise UserError(
            f"loading {data_set} needs the package datasets: install it, or name a file by --path"
        ) from error
    try:
        # Rows only: a data set's own programs are never run.
        found = datasets.load_dataset(data_set, split=split)  # nosec B615
    except Exception as error:
        raise UserError(f"{data_set} cannot be loaded, name a file by --path: {error}") from error
    return list(found)

"""Where a benchmark's rows come from: a data set on a hub, a local file, or its own maker."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb

from backend.benchmarks import apps, humaneval, mbpp, mbpp_challenge, minifunctions
from backend.benchmarks.problem import Problem
from backend.errors import UserError, unknown_name
from backend.jsonl import parse_json, read_lines

BENCHMARKS: Mapping[str, ModuleType] = {
    "humaneval": humaneval,
    "mbpp": mbpp,
    "mbpp-challenge": mbpp_challenge,
    "apps": apps,
    "minifunctions": minifunctions,
}


@dataclass(frozen=True)
class Loaded:
    """A benchmark's problems by id, in order, and exactly which data they are."""

    name: str
    source: str
    revision: str
    problems: dict[str, Problem]


def load(name: str, path: Path | None) -> Loaded:
    """Load a benchmark from a local file, or without one from where it comes from.

    Raises:
        UserError: if the benchmark is unknown or its rows cannot be had or understood.
    """
    if name not in BENCHMARKS:
        raise unknown_name("benchmark", name, BENCHMARKS)
    rows, source, revision = _from_file(path) if path else _from_origin(name)
    in_test_split = getattr(BENCHMARKS[name], "in_test_split", None)
    numbered = list(enumerate(rows, start=1))
    if in_test_split and path and any(map(in_test_split, rows)):
        numbered = [(number, row) for number, row in numbered if in_test_split(row)]
    problems = {}
    for number, row in numbered:
        try:
            problem = BENCHMARKS[name].problem(row)
        except KeyError as error:
            raise UserError(
                f"{source}, row {number}: not a problem of {name} (field {error} is missing)"
            ) from error
        except (TypeError, ValueError, AttributeError, RecursionError) as error:
            raise UserError(f"{source}, row {number}: not a problem of {name} ({error})") from error
        if problem.id in problems:
            raise UserError(f"{source}, row {number}: there is another problem '{problem.id}'")
        problems[problem.id] = problem
    if not problems:
        raise UserError(f"{source} holds no problems")
    return Loaded(name, source, revision, problems)


def _from_file(path: Path) -> tuple[list[dict[str, Any]], str, str]:
    try:
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if path.suffix == ".json" and data.lstrip()[:1] == b"[":
            rows = _list(path, data)
        elif path.suffix != ".parquet":
            rows = [row for _, row in read_lines(path)]
        else:
            with duckdb.connect() as connection:
                found = connection.execute("FROM read_parquet(?)", [str(path)])
                names = [column[0] for column in found.description or ()]
                rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except FileNotFoundError as error:
        raise UserError(f"there is no file {path}") from error
    except (OSError, duckdb.Error) as error:
        raise UserError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error
    return rows, str(path.resolve()), f"sha256:{digest}"


def _list(path: Path, data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a file that is one JSON list, as MBPP's sanitized version is."""
    rows: list[dict[str, Any]] = parse_json(str(path), data)
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

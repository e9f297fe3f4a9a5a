"""The problems that a study's samples answer, loaded again from where they came from."""

from pathlib import Path

import duckdb

from backend.benchmarks.source import load
from backend.errors import UserError
from backend.records.problem import ProblemSet
from backend.store.workbench.own_studies import benchmark_of


def problems_of_study(
    workbench: duckdb.DuckDBPyConnection, study: str, path: Path | None
) -> ProblemSet:
    """Load the problems that a study's samples answer; `path` is their file, if it moved.

    Raises:
        UserError: if the workbench lacks the study, or its problems changed or are gone.
    """
    name, source, revision = benchmark_of(workbench, study)
    local = path or (Path(source) if Path(source).is_absolute() else None)
    benchmark = load(name, local, tell=False)
    if benchmark.revision != revision:
        raise UserError(
            f"the tests in {benchmark.source} are not those that study {study} was made with: "
            "name the same file by --path"
        )
    return benchmark

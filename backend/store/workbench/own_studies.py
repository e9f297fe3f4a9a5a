"""What a study of one's own is about: its benchmark and problems, in the workbench."""

import duckdb

from backend.errors import UserError
from backend.records.problem import FunctionTests, ProblemSet
from backend.store.shipping import shipped_ids
from backend.store.workbench.writing import insert, insert_row


def is_there(workbench: duckdb.DuckDBPyConnection, study: str, benchmark: ProblemSet) -> bool:
    """Return whether the workbench has a study of this id and benchmark.

    Raises:
        UserError: if it has one of this id that is of other problems, or one of this id ships.
    """
    if study in shipped_ids():
        raise UserError(f"study {study} ships with the program: give this one another id")
    row = workbench.execute(
        "SELECT name, revision FROM benchmark WHERE study_id = ?", [study]
    ).fetchone()
    if row is not None and row != (benchmark.name, benchmark.revision):
        raise UserError(f"study {study} is of other data: give this one another id")
    return row is not None


def benchmark_of(workbench: duckdb.DuckDBPyConnection, study: str) -> tuple[str, str, str]:
    """Return a study's benchmark: its name, where its problems came from, and their revision.

    Raises:
        UserError: if the workbench lacks the study.
    """
    row = workbench.execute(
        "SELECT name, source, revision FROM benchmark WHERE study_id = ?", [study]
    ).fetchone()
    if row is None:
        raise UserError(f"the workbench has no samples of study {study}")
    name, source, revision = row
    return name, source, revision


def add_benchmark(workbench: duckdb.DuckDBPyConnection, study: str, benchmark: ProblemSet) -> None:
    """Write which data a study's problems are, and the problems with their prompts."""
    insert_row(
        workbench,
        "benchmark",
        {
            "study_id": study,
            "name": benchmark.name,
            "source": benchmark.source,
            "revision": benchmark.revision,
        },
    )
    problems = list(benchmark.problems.values())
    insert(
        workbench,
        "problem",
        {
            "problem_id": [problem.id for problem in problems],
            "position": list(range(1, len(problems) + 1)),
            "difficulty": [problem.difficulty for problem in problems],
            "prompt": [problem.prompt for problem in problems],
            "tests": [
                problem.tests.tests if isinstance(problem.tests, FunctionTests) else None
                for problem in problems
            ],
        },
        {"study_id": study},
    )

"""What a study of one's own is about: its benchmark and problems, in the workbench."""

import duckdb

from backend.benchmarks.source import Loaded
from backend.errors import UserError
from backend.records.problem import FunctionTests
from backend.store.shipped.studies import shipped_ids


def is_there(workbench: duckdb.DuckDBPyConnection, study: str, benchmark: Loaded) -> bool:
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


def add_benchmark(workbench: duckdb.DuckDBPyConnection, study: str, benchmark: Loaded) -> None:
    """Write which data a study's problems are, and the problems with their prompts."""
    workbench.execute(
        "INSERT INTO benchmark VALUES (?, ?, ?, ?)",
        [study, benchmark.name, benchmark.source, benchmark.revision],
    )
    workbench.executemany(
        """INSERT INTO problem (study_id, problem_id, position, difficulty, prompt, tests)
           VALUES (?, ?, ?, ?, ?, ?)""",
        [
            [
                study,
                problem.id,
                place,
                problem.difficulty,
                problem.prompt,
                problem.tests.tests if isinstance(problem.tests, FunctionTests) else None,
            ]
            for place, problem in enumerate(benchmark.problems.values(), start=1)
        ],
    )

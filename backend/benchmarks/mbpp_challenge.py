"""MBPP with its challenge tests as well: harder to pass by accident, where the data has them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.benchmarks import mbpp
from backend.records.problem import Problem


def problem(row: Mapping[str, Any]) -> Problem:
    """Return a problem from a row of the data set."""
    return mbpp.problem(row, challenge=True)


BENCHMARK = replace(mbpp.BENCHMARK, problem=problem)

"""MBPP with its challenge tests as well: harder to pass by accident, where the data has them."""

from collections.abc import Mapping
from typing import Any

from backend.benchmarks import mbpp
from backend.benchmarks.mbpp import CUT, HUB, in_test_split, program, question, whole
from backend.records.problem import Problem

__all__ = ["CUT", "HUB", "in_test_split", "problem", "program", "question", "whole"]


def problem(row: Mapping[str, Any]) -> Problem:
    """Return a problem from a row of the data set."""
    return mbpp.problem(row, challenge=True)

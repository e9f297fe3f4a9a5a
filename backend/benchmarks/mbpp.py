"""MBPP: write a function from a sentence; tests are assert statements that call it."""

import ast
import builtins
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from backend.benchmarks.problem import Cut, FunctionTests, Problem

CUT = Cut(("\nclass Test", "\nif __name__", "\nprint", "\n#", "\n```", "\nassert", "[DONE]"))
HUB = ("google-research-datasets/mbpp", "test")


def problem(row: Mapping[str, Any], challenge: bool = False) -> Problem:
    """Return a problem from a row of the data set, with its challenge tests if asked."""
    tests: Sequence[str] = row["test_list"]
    if challenge:
        tests = [*tests, *row.get("challenge_test_list", ())]
    setup, reference = row.get("test_setup_code") or "", row.get("code")
    entries = _entries(setup, tests, reference)
    return Problem(
        id=str(row["task_id"]),
        prompt=row["text"],
        tests=FunctionTests(setup, "\n".join(tests) + "\n", entries),
        reference=reference,
    )


def program(_task: Problem, completion: str) -> str:
    """Return the program that a completion makes: the completion itself."""
    return completion


def _entries(setup: str, tests: Sequence[str], reference: str | None) -> tuple[str, ...]:
    """Return the candidate's functions that tests call.

    They are what the reference defines, or without one what nobody else does.
    """
    calls = dict.fromkeys(
        node.func.id
        for test in tests
        for node in ast.walk(_parsed(test))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    if reference is not None:
        defined = _defined(reference)
        return tuple(name for name in calls if name in defined)
    known = {*dir(builtins), *_defined("\n".join([setup, *tests]))}
    return tuple(name for name in calls if name not in known)


def _parsed(code: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of the data set's own escapes
        warnings.simplefilter("ignore", DeprecationWarning)
        return ast.parse(code)


def _defined(code: str) -> set[str]:
    """Return the names that a module defines or imports."""
    names = set()
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names

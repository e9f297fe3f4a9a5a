"""APPS and LiveCodeBench style: call a function where `fn_name` is given, else read and write."""

import json
from collections.abc import Mapping
from typing import Any

from backend.benchmarks.problem import Cut, FunctionTests, Problem, ScriptTests

CUT = Cut(("\nQUESTION:", "\n```", "\n---"))
HUB = ("codeparrot/apps", "test")

# APPS counts a tuple as a list, and a value as right that is the first of a list expected.
_SAME = """
def same(got, expected):
    def plain(value):
        return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value
    got = plain(got)
    return got == expected or (isinstance(expected, list) and bool(expected) and got == expected[0])
"""

# LeetCode's own form: the function is a method of a class.
_METHOD = """
if 'Solution' in globals() and {name!r} not in globals():
    {name} = Solution().{name}
"""


def problem(row: Mapping[str, Any]) -> Problem:
    """Return a problem from a row of the data set; `input_output` and `solutions` are JSON."""
    tests = json.loads(row["input_output"])
    name = tests.get("fn_name")
    solutions = json.loads(row.get("solutions") or "[]")
    reference = solutions[0] if solutions else None
    cases = list(zip(tests["inputs"], tests["outputs"], strict=True))
    if name is None:
        kind: FunctionTests | ScriptTests = ScriptTests(
            tuple((_text(given), _text(expected)) for given, expected in cases)
        )
    else:
        lines = [f"assert same({name}(*{given!r}), {expected!r})" for given, expected in cases]
        kind = FunctionTests(_SAME, "\n".join(lines) + "\n", (name,))
        reference = None if reference is None else reference + _METHOD.format(name=name)
    return Problem(str(row["problem_id"]), row["question"], kind, reference)


def program(task: Problem, completion: str) -> str:
    """Return the program that a completion makes; a method of `Solution` becomes a function."""
    if isinstance(task.tests, FunctionTests):
        return completion + _METHOD.format(name=task.tests.entries[0])
    return completion


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)

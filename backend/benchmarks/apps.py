"""APPS and LiveCodeBench style: call a function where `fn_name` is given, else read and write."""

import json
from collections.abc import Mapping
from typing import Any

from backend.benchmarks.problem import Cut, FunctionTests, Problem, Question, ScriptTests

CUT = Cut(("\nQUESTION:", "\n```", "\n---"))
HUB = ("codeparrot/apps", "test")
SECONDS, SECONDS_LIVE = 4.0, 6.0  # of APPS, and of LiveCodeBench, whose rows name a platform

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


# Two worked examples of the project's own, one of each kind.
_SHOTS = """\
QUESTION:
Rows of a theatre hold a seats each. How many rows do n guests need?
Input: n and a on one line, both at least 1. Output: the number of rows.
Example: for 10 4 the answer is 3.
Use standard input and standard output.
ANSWER:
n, a = map(int, input().split())
print((n + a - 1) // a)

QUESTION:
Given a text, return its words from the last to the first, joined by single spaces.
def turned(text: str) -> str:
Answer with a function.
ANSWER:
def turned(text: str) -> str:
    return " ".join(reversed(text.split()))

"""
_FORMATS = {
    True: "Answer with a function.",
    False: "Use standard input and standard output.",
}


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
    asked = "\n".join(
        filter(None, [row["question"].strip(), (row.get("starter_code") or "").strip()])
    )
    seconds = SECONDS_LIVE if "platform" in row else SECONDS
    return Problem(str(row["problem_id"]), asked, kind, reference, row.get("difficulty"), seconds)


def question(task: Problem) -> Question:
    """Return the problem as models are asked it, after two examples."""
    asked = f"{task.prompt}\n{_FORMATS[isinstance(task.tests, FunctionTests)]}"
    chat = f"{asked}\n\nGive the whole program in one Python code block."
    return Question(f"{_SHOTS}QUESTION:\n{asked}\nANSWER:\n", chat, CUT.stops)


def program(task: Problem, completion: str) -> str:
    """Return the program that a completion makes; a method of `Solution` becomes a function."""
    if isinstance(task.tests, FunctionTests):
        return completion + _METHOD.format(name=task.tests.entries[0])
    return completion


def whole(task: Problem, code: str) -> str:
    """Return the program that a chat model's code makes."""
    return program(task, code)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)

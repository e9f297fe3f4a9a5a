"""APPS and LiveCodeBench style: call a function where `fn_name` is given, else read and write."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.benchmarks.apps_imports import with_imports
from backend.benchmarks.benchmark import Benchmark, Hub
from backend.benchmarks.literals import literal, whole_number
from backend.benchmarks.untested import NO_CASES
from backend.files.jsonl import too_many_values
from backend.records.problem import Cut, FunctionTests, Problem, Question, ScriptTests

CUT = Cut(("\nQUESTION:", "\n```", "\n---"))
SECONDS, SECONDS_LIVE = 4.0, 6.0  # of APPS, and of LiveCodeBench, whose rows name a platform

# APPS counts a tuple as a list, takes a list of one value expected for the value itself, and keys
# that JSON has made texts for the integers that they were. The file cannot say which they were,
# so both are right; of several right answers a file holds one, and no other is taken.
_SAME = """
def budgetscope_same(got, expected):
    def plain(value):
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return value
    def numbered(value):
        if isinstance(value, list):
            return [numbered(item) for item in value]
        if isinstance(value, dict):
            items = {key: numbered(item) for key, item in value.items()}
            try:
                return {int(key): item for key, item in items.items()}
            except ValueError:
                return items
        return value
    got = plain(got)
    single = isinstance(expected, list) and len(expected) == 1
    wanted = [expected, expected[0]] if single else [expected]
    return any(got == form for value in wanted for form in (value, numbered(value)))
"""

# LeetCode's own form: the function is a method of a class.
_METHOD = """
if hasattr(globals().get('Solution'), {name!r}):
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
    tests = _json(row.get("input_output")) or {}
    cases = list(zip(tests.get("inputs") or (), tests.get("outputs") or (), strict=True))
    name = tests.get("fn_name")
    asked = "\n".join(
        filter(None, [row["question"].strip(), (row.get("starter_code") or "").strip()])
    )
    found = Problem(
        id=str(row["problem_id"]),
        prompt=asked,
        tests=_script_tests(cases) if name is None else _function_tests(name, cases),
        difficulty=row.get("difficulty"),
        seconds=SECONDS_LIVE if "platform" in row else SECONDS,
        untested="" if cases else NO_CASES,
    )
    solutions = _json(row.get("solutions"))
    return replace(found, reference=program(found, solutions[0])) if solutions else found


def question(task: Problem) -> Question:
    """Return the problem as models are asked it, after two examples."""
    asked = f"{task.prompt}\n{_FORMATS[isinstance(task.tests, FunctionTests)]}"
    chat = f"{asked}\n\nGive the whole program in one Python code block."
    return Question(f"{_SHOTS}QUESTION:\n{asked}\nANSWER:\n", chat, CUT.stops)


def program(task: Problem, completion: str) -> str:
    """Return the program that a completion makes, as APPS's harness would run it.

    Its imports are given, and a method of `Solution` becomes a function.
    """
    given = with_imports(completion)
    if isinstance(task.tests, FunctionTests):
        return given + _METHOD.format(name=task.tests.entries[0])
    return given


def whole(task: Problem, code: str) -> str:
    """Return the program that a chat model's code makes."""
    return program(task, code)


def _script_tests(cases: Sequence[tuple[Any, Any]]) -> ScriptTests:
    return ScriptTests(tuple((_text(given), _text(expected)) for given, expected in cases))


def _function_tests(name: str, cases: Sequence[tuple[Any, Any]]) -> FunctionTests:
    if not str(name).isidentifier():
        raise ValueError(f"fn_name {name!r} is no name of a function")
    lines = []
    for given, expected in cases:
        arguments, value = _arguments(given), expected
        if isinstance(given, str) and isinstance(expected, str):  # LiveCodeBench's form
            value = _json(expected)
        call = f"{name}({', '.join(map(literal, arguments))})"
        lines.append(f"assert budgetscope_same({call}, {literal(value)})\n")
    return FunctionTests(_SAME, "".join(lines), (name,))


def _arguments(given: Any) -> list[Any]:
    """Return a call's arguments: a list, or lines of JSON; keys that are integers become so."""
    values = list(map(_json, given.splitlines())) if isinstance(given, str) else given
    return [_numbered(value) if isinstance(value, dict) else value for value in values]


def _numbered(value: dict[str, Any]) -> dict[Any, Any]:
    try:
        return {int(key): item for key, item in value.items()}
    except ValueError:
        return value


def _text(value: Any) -> str:
    """Return what a program reads or writes: a text, or lines of a list."""
    if isinstance(value, list):
        return "\n".join(
            " ".join(map(str, line)) if isinstance(line, list) else str(line) for line in value
        )
    return str(value)


def _json(value: Any) -> Any:
    """Return what a text of JSON says; what is no text is taken as it is."""
    if not isinstance(value, str):
        return value
    if many := too_many_values(value.encode("utf-8", "surrogatepass")):
        raise ValueError(many)
    return json.loads(value, parse_int=whole_number) if value.strip() else None


BENCHMARK = Benchmark(
    Hub(
        "codeparrot/apps",
        "test",
        {"introductory": 1000, "interview": 3000, "competition": 1000},
    ),
    problem,
    question,
    CUT,
    program,
    whole,
    stand_alone=program,
)

"""MBPP: write a function from a sentence; tests are assert statements that call it."""

import ast
import builtins
from collections.abc import Mapping, Sequence
from typing import Any

from backend.benchmarks.benchmark import Benchmark, Hub
from backend.benchmarks.untested import defined, parsed, untested_asserts
from backend.records.problem import Cut, FunctionTests, Problem, Question

CUT = Cut(
    ("\nclass Test", "\nif __name__", "\nprint", "\n#", "\n```", "\nassert", "[DONE]"),
    inner_comments=True,  # the data set's own solutions have some
)
SECONDS = 3.0


# Three worked examples of the project's own, in the shape that the benchmark is asked in.
_SHOTS = """\
Task: Write a function to count the vowels of a word.
It must pass these tests:
assert count_vowels("orange") == 3
assert count_vowels("rhythm") == 0
assert count_vowels("Aerie") == 4
[BEGIN]
def count_vowels(word):
    return sum(letter in "aeiou" for letter in word.lower())
[DONE]

Task: Write a function to find the largest gap between neighbours in a list of numbers.
It must pass these tests:
assert largest_gap([1, 4, 6]) == 3
assert largest_gap([5, 5]) == 0
assert largest_gap([2, -7, 1, 1]) == 9
[BEGIN]
def largest_gap(numbers):
    return max(abs(b - a) for a, b in zip(numbers, numbers[1:]))
[DONE]

Task: Write a function to tell whether two lists hold the same items, in whatever order.
It must pass these tests:
assert same_items([1, 2, 2], [2, 1, 2]) == True
assert same_items([1, 2], [1, 1]) == False
assert same_items([], []) == True
[BEGIN]
def same_items(left, right):
    return sorted(left) == sorted(right)
[DONE]

"""


def in_test_split(row: Mapping[str, Any]) -> bool:
    """Tell whether a row of a file that holds all splits is one of the 500 test problems."""
    number = _number(row)
    return number.isdecimal() and len(number) < 4 and 11 <= int(number) <= 510


def problem(row: Mapping[str, Any], challenge: bool = False) -> Problem:
    """Return a problem from a row of the data set, with its challenge tests if asked.

    The sanitized version calls the text `prompt`, and its `test_imports` are a list.
    """
    shown: Sequence[str] = row["test_list"] or ()
    tests = [*shown, *((row.get("challenge_test_list") or ()) if challenge else ())]
    imports = row.get("test_imports")
    setup = "\n".join([row.get("test_setup_code") or "", *(() if imports is None else imports)])
    setup, reference = setup.strip("\n"), row.get("code")
    entries = _entries(setup, tests, reference)
    return Problem(
        id=str(row["task_id"]),
        prompt="\n".join([row["text"] if "text" in row else row["prompt"], *shown]),
        tests=FunctionTests(setup, "\n".join(tests) + "\n", entries),
        reference=reference,
        seconds=SECONDS,
        names=(_number(row), f"Mbpp/{_number(row)}"),  # the data set's own, and EvalPlus'
        untested="" if entries else untested_asserts(setup, "\n".join(tests)),
    )


def question(task: Problem) -> Question:
    """Return the problem as models are asked it: its text and tests, after three examples."""
    text, _, tests = task.prompt.partition("\n")
    asked = f"Task: {text.strip()}\nIt must pass these tests:\n{tests}\n"
    chat = f"{asked}\nGive the function in one Python code block, without the tests."
    return Question(f"{_SHOTS}{asked}[BEGIN]\n", chat, ("[DONE]",))


def program(_task: Problem, completion: str) -> str:
    """Return the program that a completion makes: the completion itself."""
    return completion


def whole(_task: Problem, code: str) -> str:
    """Return the program that a chat model's code makes: the code itself."""
    return code


def _number(row: Mapping[str, Any]) -> str:
    return str(row.get("task_id", "")).rpartition("/")[2]


def _entries(setup: str, tests: Sequence[str], reference: str | None) -> tuple[str, ...]:
    """Return the candidate's functions that tests call.

    They are what the reference defines, or without one what nobody else does: a builtin of the
    name would pass or fail in the candidate's place.
    """
    calls = dict.fromkeys(
        node.func.id
        for test in tests
        for node in ast.walk(parsed(test))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    if reference is not None:
        known = defined(parsed(reference))
        return tuple(name for name in calls if name in known)
    others = {*dir(builtins), *defined(parsed("\n".join([setup, *tests])))}
    found = tuple(name for name in calls if name not in others)
    # Some problems ask for a function of a builtin's name: then the tests call nothing else.
    return found or (tuple(calls) if len(calls) == 1 else ())


BENCHMARK = Benchmark(
    Hub("google-research-datasets/mbpp", "test", {None: 500}),
    problem,
    question,
    CUT,
    program,
    whole,
    in_test_split=in_test_split,
)

"""HumanEval: complete a function from its signature and docstring; tests call `check(function)`."""

import re
from collections.abc import Mapping

from backend.benchmarks.benchmark import Benchmark, Hub
from backend.benchmarks.prompt import beside
from backend.benchmarks.untested import untested_check
from backend.records.problem import Cut, FunctionTests, Problem, Question

CUT = Cut(("\nclass", "\ndef", "\n#", "\nif", "\nprint"))
SECONDS = 3.0
_FUTURE = re.compile(r"^from __future__ import .*$", re.MULTILINE)  # stands first or not at all
_BEFORE = re.compile(r"(?:[ \t\r]*\n|#.*\n|(?:import |from |@).*\n)*")
FIELDS = ("task_id", "prompt", "entry_point", "test")


def problem(row: Mapping[str, str]) -> Problem:
    """Return a problem from a row of the data set.

    The prompt's own imports and helper functions are set up beside the tests, which may use them.
    """
    entry, reference = row["entry_point"], row.get("canonical_solution")
    return Problem(
        id=str(row["task_id"]),
        prompt=row["prompt"],
        tests=FunctionTests(
            setup=beside(row["prompt"], entry),
            tests=f"{row['test']}\ncheck({entry})\n",
            entries=(entry,),
        ),
        reference=None if reference is None else row["prompt"] + reference,
        seconds=SECONDS,
        untested=untested_check(row["test"], entry),
    )


def question(task: Problem) -> Question:
    """Return the problem as models are asked it: the function's beginning, to be completed."""
    chat = f"Complete this Python function and give all of it in one code block.\n\n{_fence(task)}"
    # Servers take four at most; the cut before grading knows the fifth.
    stops = tuple(stop for stop in CUT.stops if stop != "\n#")
    return Question(task.prompt, chat, stops)


def repeated(task: Problem, completion: str) -> int:
    """Return where the body begins in a completion that repeats the function's head, else 0."""
    assert isinstance(task.tests, FunctionTests)
    (entry,) = task.tests.entries
    head = re.search(rf"^(?:async )?def {re.escape(entry)}\b", completion, re.MULTILINE)
    if head is None:
        return 0
    before = completion[: head.start()]
    again = _BEFORE.fullmatch(before) or before.strip() in task.prompt
    return head.end() if again else 0


def program(task: Problem, completion: str) -> str:
    """Return the program that a completion makes, if it goes on or begins anew."""
    return whole(task, completion) if repeated(task, completion) else task.prompt + completion


def whole(task: Problem, code: str) -> str:
    """Return the program that a chat model's code makes: the prompt's imports stay."""
    assert isinstance(task.tests, FunctionTests)
    if code.lstrip("\r\n")[:1] in (" ", "\t"):
        return task.prompt + code.lstrip("\r\n")  # the body alone
    future = _FUTURE.findall(code)
    lines = [*future, task.tests.setup, _FUTURE.sub("", code)]
    return "\n".join(filter(None, lines))


def _fence(task: Problem) -> str:
    return f"```python\n{task.prompt.rstrip()}\n```"


BENCHMARK = Benchmark(
    Hub("openai/openai_humaneval", "test", {None: 164}),
    problem,
    question,
    CUT,
    program,
    whole,
    repeated=repeated,
)

"""HumanEval: complete a function from its signature and docstring; tests call `check(function)`."""

from collections.abc import Mapping

from backend.benchmarks.problem import Cut, FunctionTests, Problem, Question
from backend.benchmarks.untested import untested_check

CUT = Cut(("\nclass", "\ndef", "\n#", "\nif", "\nprint"))
HUB = ("openai/openai_humaneval", "test")
FIELDS = ("task_id", "prompt", "entry_point", "test")


def problem(row: Mapping[str, str]) -> Problem:
    """Return a problem from a row of the data set.

    The prompt's own imports and helper functions are set up beside the tests, which may use them.
    """
    entry, reference = row["entry_point"], row.get("canonical_solution")
    return Problem(
        id=row["task_id"],
        prompt=row["prompt"],
        tests=FunctionTests(
            setup=f"{row['prompt']}    pass\n",
            tests=f"{row['test']}\ncheck({entry})\n",
            entries=(entry,),
        ),
        reference=None if reference is None else row["prompt"] + reference,
        untested=untested_check(row["test"], entry),
    )


def question(task: Problem) -> Question:
    """Return the problem as models are asked it: the function's beginning, to be completed."""
    chat = f"Complete this Python function and give all of it in one code block.\n\n{_fence(task)}"
    # Servers take four at most; the cut before grading knows the fifth.
    stops = tuple(stop for stop in CUT.stops if stop != "\n#")
    return Question(task.prompt, chat, stops)


def program(task: Problem, completion: str) -> str:
    """Return the program that a completion makes."""
    return task.prompt + completion


def whole(task: Problem, code: str) -> str:
    """Return the program that a chat model's code makes: the prompt's imports stay."""
    return f"{task.prompt}    pass\n\n{code}"


def _fence(task: Problem) -> str:
    return f"```python\n{task.prompt.rstrip()}\n```"

"""HumanEval's form: whatever a prompt ends in, an answer is judged as if both stood in one file."""

import ast
from collections.abc import Iterator

import pytest

from backend.benchmarks import humaneval
from backend.benchmarks.humaneval import problem, program, whole
from backend.benchmarks.prompt import beside
from backend.grading.calibrate import calibrate
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.verdict import Limits

# Prompt, right answer, wrong answer; each makes a function `half`.
FORMS = {
    "four spaces": ("def half(n):\n    '''Half of n.'''\n", "    return n / 2\n", "    return n\n"),
    "two spaces": ("def half(n):\n  '''Half of n.'''\n", "  return n / 2\n", "  return n\n"),
    "eight spaces": ("def half(n):\n        'Half.'\n", "        return n / 2", "        pass"),
    "a tab": ("def half(n):\n\t'''Half of n.'''\n", "\treturn n / 2\n", "\treturn n\n"),
    "no last newline": ("def half(n):\n    'Half.'", "\n    return n / 2\n", "\n    pass"),
    "the indentation of the answer": (
        "def half(n):\n    'Half.'\n    ",
        "return n / 2\n",
        "return n\n",
    ),
    "nothing but the first line": ("def half(n):\n", "    return n / 2\n", "    return n\n"),
    "the first line alone": ("def half(n):", " return n / 2\n", " return n\n"),
    "in the first line": ("def half(", "n): return n / 2\n", "n): return n\n"),
    "in an open text": ('def half(n):\n    """Half', ' of n."""\n    return n / 2', '"""'),
    "in a branch": (
        "def half(n):\n    'Half.'\n    if n:\n",
        "        return n / 2\n    return 0\n",
        "        return n\n    return 0\n",
    ),
    "in a loop of tabs": (
        "def half(n):\n\tfor i in range(9):\n",
        "\t\treturn n / 2\n",
        "\t\treturn i\n",
    ),
    "in a try": (
        "def half(n):\n    try:\n        n / 2\n",
        "    finally: pass\n    return n / 2",
        "    finally: pass\n",
    ),
    "in an expression": ("def half(n):\n    return ", "n / 2\n", "n\n"),
    "a comment": ("# Define half(n).\n", "def half(n): return n / 2\n", "def half(n): return n\n"),
    "empty": ("", "def half(n): return n / 2\n", "def half(n): return n\n"),
    "blank lines": ("\n\n", "half = lambda n: n / 2\n", "half = lambda n: n\n"),
    "imports": ("import math\n", "def half(n): return n / 2\n", "def half(n): return n\n"),
    "a helper to go on with": (
        "def two():\n    return 2\n",
        "    # done\ndef half(n): return n / two()\n",
        "    # done\ndef half(n): return n\n",
    ),
    "a helper before": (
        "def two():\n    return 2\n\n\ndef half(n):\n    'Half.'\n",
        "    return n / two()\n",
        "    return two()\n",
    ),
    "a decorator": (
        "import functools\n\n@functools.cache\ndef half(n):\n    'Half.'\n",
        "    return n / 2\n",
        "    return n\n",
    ),
    "annotations of later": (
        "from __future__ import annotations\n\ndef half(n: Number) -> Number:\n    'Half.'\n",
        "    return n / 2\n",
        "    return n\n",
    ),
    "a class": (
        "class half:\n    def __new__(cls, n):\n        'Half.'\n",
        "        return n / 2\n",
        "        return n\n",
    ),
    "carriage returns": (
        "def half(n):\r\n    'Half.'\r\n",
        "    return n / 2\r\n",
        "    return n\r\n",
    ),
    "statements that do something": (
        "import sys\nprint('x')\nLIMIT = sys.maxsize\n\ndef half(n):\n    'Half.'\n",
        "    return n / 2\n",
        "    return LIMIT\n",
    ),
}
CALLS = "def check(c):\n    assert c(3) == 1.5\n    assert c(0) == 0\n"
# The object comes first: once a program has answered, nothing leads to its own process.
OBJECT = "    assert c(type('M', (), {'__truediv__': lambda s, o: o})()) == 2\n"
LIVE = CALLS.replace("\n", f"\n{OBJECT}", 1)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Tier.BUBBLEWRAP) as found:
        yield found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
def test_answers_are_judged_as_if_prompt_and_answer_were_one_file(
    worker: Worker, form: str, known: bool
) -> None:
    prompt, right, wrong = FORMS[form]
    for test in (CALLS, LIVE):
        row = {"task_id": "T/0", "prompt": prompt, "entry_point": "half", "test": test}
        made = problem(row | {"canonical_solution": right} if known else row)
        plan = calibrate(worker, made, Limits())
        assert plan.trouble == ""
        assert plan.grade(worker, made, program(made, right)).passed is True
        assert plan.grade(worker, made, program(made, wrong)).passed is False


def test_what_stands_beside_the_function_is_there_for_tests() -> None:
    prompt = (
        "import os, re as r\nfrom math import pi\nLIMIT: int = 3\nprint(1)\n\n"
        "class Box:\n    pass\n\ndef twice(x):\n    return 2 * x\n\n"
        "def f(x):\n  '''Doc \\d.'''\n"
    )
    made = ast.parse(beside(prompt, "f")).body
    kinds = [ast.Import, ast.ImportFrom, ast.AnnAssign, ast.ClassDef, ast.FunctionDef]
    assert [type(node) for node in made] == kinds
    for end in ("", "  if x:\n", "  x = [1,\n", '  """', "  @", "\t\tpass"):
        assert beside(prompt + end, "f") == beside(prompt, "f")
    assert beside("f = None\ndef g(x):\n", "f") == ""
    assert beside("\0", "f") == ""
    assert beside("try:\n    import a\nexcept ImportError:\n    a = 1\nx = 2\n", "f") != "x = 2\n"


def test_helpers_of_the_prompt_are_the_tests_own(worker: Worker) -> None:
    row = {
        "task_id": "T/0",
        "prompt": "def shift(s):\n    return s[1:] + s[:1]\n\n\ndef back(s):\n\t'Undo it.'\n",
        "entry_point": "back",
        "test": "def check(c):\n    assert c(shift('abc')) == 'abc'\n",
        "canonical_solution": "\treturn s[-1:] + s[:-1]\n",
    }
    made = problem(row)
    plan = calibrate(worker, made, Limits())
    cheat = "\treturn s\n\ndef shift(s):\n\treturn s\n"
    assert plan.grade(worker, made, program(made, cheat)).passed is False


@pytest.mark.parametrize(
    "code",
    [
        "def half(n):\n    return math.floor(n) / 2\n",
        "from __future__ import annotations\ndef half(n: Later):\n    return n / 2\n",
        "def half(n): return helper(n) / 2\n",
    ],
)
def test_whole_code_keeps_the_prompts_imports_and_helpers(worker: Worker, code: str) -> None:
    prompt = "import math\n\ndef helper(n):\n\treturn n\n\ndef half(n):\n\t'''Half of n.'''"
    row = {"task_id": "T/0", "prompt": prompt, "entry_point": "half"}
    made = problem(row | {"test": "def check(c):\n    assert c(2) == 1\n"})
    plan = calibrate(worker, made, Limits())
    assert plan.grade(worker, made, whole(made, code)).passed
    assert not plan.grade(worker, made, whole(made, "x = 1")).passed


def test_tests_that_are_no_python_say_nothing_of_a_program(worker: Worker) -> None:
    row = {"task_id": "T/0", "prompt": "def f():\n", "entry_point": "f", "test": "def check(:\n"}
    made = humaneval.problem(row)
    verdict = calibrate(worker, made, Limits()).grade(worker, made, "def f(): pass")
    assert (verdict.passed, "no Python" in verdict.detail) == (None, True)

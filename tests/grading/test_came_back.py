"""What tests asked last, and what came back: told as it was, of any program, whatever it does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.cli import main
from backend.grading.compare import first_difference
from backend.grading.inside import shown, wire
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, Problem, ScriptTests
from backend.records.verdict import Limits, Mode, Status, Verdict
from tests.grading.test_verdicts import write_lines

Told = tuple[str | None, str | None]

DEEP: Any = []
for _ in range(190):
    DEEP = [DEEP]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Tier.BUBBLEWRAP) as found:
        yield found


def verdict(
    worker: Worker,
    tests: str,
    program: str,
    mode: Mode = Mode.CALLS,
    *,
    in_place: bool = False,
    unsure: bool = False,
) -> Verdict:
    problem = Problem("p", "", FunctionTests("", tests, ("f",)))
    return worker.grade(problem, program, mode, Limits(), in_place=in_place, unsure=unsure)


def told(worker: Worker, tests: str, program: str, *, in_place: bool = False) -> Told:
    found = verdict(worker, tests, program, in_place=in_place)
    assert found.passed is False, found
    return found.called, found.came_back


def returns(value: str) -> str:
    return f"def f(*args, **named):\n    return {value}"


@pytest.mark.parametrize(
    ("tests", "program", "expected"),
    [
        ("assert f([1], b='x') == 3", returns("8"), ("f([1], b='x')", "8")),
        ("for x, y in [(1, 1), (2, 3)]: assert f(x) == y", returns("args[0]"), ("f(2)", "2")),
        ("assert all(f(x) for x in (1, 0, 2))", returns("args[0]"), ("f(0)", "0")),
        ("got = f('a  b')\nassert got == 1", returns("args[0]"), ("f('a  b')", "'a  b'")),
        ("assert sorted(f(1)) == [1]", returns("None"), ("f(1)", "None")),
        ("assert f(2) == 1", "def f(x):\n    raise KeyError(x)", ("f(2)", None)),
        ("f(1)\nassert f(2) == 1", "def f(x):\n    while x > 1: pass", ("f(2)", None)),
        ("assert f(2) == 1", "import os\ndef f(x):\n    os._exit(3)", ("f(2)", None)),
        ("assert f() == 1", returns("object()"), ("f()", "<object>")),
        ("assert f() == 1", returns("[1, lambda: 2]"), ("f()", "[1, <object>]")),
        ("assert list(f()) == [1]", returns("(x for x in [2])"), (None, None)),
        ("assert f()(1) == 3", returns("lambda x: x"), (None, None)),
        ("assert f(1) == 1", "def g(): pass", (None, None)),
    ],
)
def test_the_last_call_is_told_and_what_came_back(
    worker: Worker, tests: str, program: str, expected: Told
) -> None:
    assert told(worker, tests, program) == expected


@pytest.mark.parametrize("in_place", [False, True])
def test_a_call_is_told_as_it_was_before_anything_changed(worker: Worker, in_place: bool) -> None:
    program = "def f(x):\n    x.append(9)\n    return x"
    for tests in (
        "x = [1]\ngot = f(x)\nx.clear()\ngot.clear()\nassert x == 1",
        "x = [1]\nassert f(x) == x == 1",
    ):
        assert told(worker, tests, program, in_place=in_place) == ("f([1])", "[1, 9]")


def test_nothing_is_told_of_what_passed_or_could_be_forged(worker: Worker) -> None:
    passed = verdict(worker, "assert f() == 1", returns("1"))
    assert (passed.passed, passed.called, passed.came_back) == (True, None, None)
    together = verdict(worker, "assert f() == 1", returns("2"), Mode.TOGETHER)
    assert (together.passed, together.called, together.came_back) == (False, None, None)
    unsure = verdict(worker, "assert f(object()) == 1", returns("2"), unsure=True)
    assert (unsure.mode, unsure.called, unsure.came_back) == (Mode.TOGETHER, None, None)


@pytest.mark.parametrize(
    ("value", "begin", "end"),
    [
        (r"'\x1b[2J\u202e\ud800\x00\n'", r"'\x1b[2J\u202e\ud800\x00\n'", ""),
        ("'x' * 10_000_000", "'xxx", "x…"),
        ("b'x' * 1_000_000", "b'xxx", "x…"),
        ("list(range(500_000))", "[0, 1, 2", "…"),
        ("10 ** 100_000", "<int>", ""),
        ("-10 ** 400", "-1000", "0…"),
        ("float('nan')", "nan", ""),
        ("{'a': [(1,), set(), frozenset()]}", "{'a': [(1,), set(), frozenset()]}", ""),
        ("type('list', (tuple,), {'_fields': ('x',)})((1,))", "list(x=1)", ""),
    ],
)
def test_hostile_values_are_told_in_a_short_line(
    worker: Worker, value: str, begin: str, end: str
) -> None:
    called, came_back = told(worker, "assert f() == 1", returns(value))
    assert called == "f()" and came_back is not None
    assert came_back.startswith(begin) and came_back.endswith(end or begin)
    assert len(came_back) <= 300 and came_back.isprintable()


@pytest.mark.parametrize(
    "reply",
    [
        '{"value": {"int": "zz"}}',
        '{"value": {"named": ["x\\u202e", ["y"], [1]]}}',
        '{"value": {"tuple": 7}}',
        '{"value": {"dict": [[1]]}}',
        '{"value": {"dict": [{"tuple": [1, 2]}]}}',
        '{"value": {"named": ["x", ["y"], {"tuple": [1]}]}}',
        '{"value": {"bytes": "' + "0 " * 700 + '0"}}',
        '{"value": ' + "[" * 900 + "]" * 900 + "}",
        '{"came_back": "3", "called": "f(0)"}',
        '{"value": 1, "came_back": "3", "called": "f(0)"}',
    ],
)
def test_a_forged_reply_tells_nothing_that_was_not_asked(worker: Worker, reply: str) -> None:
    """The program finds its line to the tests and answers there by itself."""
    program = f"""
import os, struct
body = {reply!r}.encode()
def f():
    for fd in range(3, 40):
        try:
            os.write(fd, struct.pack("<I", len(body)) + body)
        except OSError:
            pass
    return 5
"""
    called, came_back = told(worker, "assert f() == 3", program)
    assert called == "f()"
    assert came_back in (None, "1", "5", "x(y=1)")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, (2,), {3}, {"k": None}], "[1, (2,), {3}, {'k': None}]"),
        (DEEP, "[" * 191 + "]" * 108 + "…"),
        ({1: 2}.keys(), "dict_keys([1])"),
        (iter([1, 2]), "iter([1, 2])"),
        (slice(1, None), "slice(1, None, None)"),
        (range(2), "range(0, 2)"),
        (int, "<class 'int'>"),
        (2**70, "1180591620717411303424"),
    ],
)
def test_values_are_written_as_python_writes_them(value: Any, text: str) -> None:
    assert shown.value(wire.encode(value)) == text


def test_a_text_of_a_verdict_is_fit_to_be_kept_whoever_says_it() -> None:
    found = Verdict(Status.FAILED, "", 0.0, Mode.CALLS, called="\u202ef" * 400, came_back="\ud800")
    assert found.called is not None and found.came_back == r"\ud800"
    assert len(found.called) == 300 and found.called.isprintable()


@pytest.mark.parametrize(
    ("written", "expected", "said"),
    [
        ("1\n2 3\n", "1\n2 4\n", "line 2 is '2 3', expected: '2 4'"),
        ("1\n", "1\n2\n", "it ends where '2' was expected"),
        ("", "a b", "it ends where 'a b' was expected"),
        ("1\n\n7 8", "1", "line 3 is '7 8', where nothing more was expected"),
        ("1 2\n3", "1\n2\n4", "line 2 is '3', expected: '4'"),
        ("\x1b[2J", "x", r"line 1 is '\x1b[2J', expected: 'x'"),
        ("x" * 500, "y", f"line 1 is '{'x' * 100}'…, expected: 'y'"),
        (
            "1 " * 400 + "5 6",
            "1 " * 401 + "6",
            f"line 1 is …'{'1 ' * 20}5 6', expected: …'{'1 ' * 21}6'",
        ),
    ],
)
def test_the_first_difference_of_two_outputs_is_told(
    written: str, expected: str, said: str
) -> None:
    assert first_difference(written, expected) == said


def test_a_script_is_told_where_its_output_differs(worker: Worker) -> None:
    problem = Problem("s", "", ScriptTests((("1", "1"), ("2", "2\n4"))))
    found = worker.grade(problem, "print(int(input()))\nprint()", Mode.SCRIPT, Limits())
    assert found.detail == "case 2: wrong output: it ends where '4' was expected"
    assert (found.called, found.came_back) == (None, None)


def test_a_file_of_verdicts_tells_it(tmp_path: Path) -> None:
    row = {"task_id": "T/0", "prompt": "def f(x):\n", "entry_point": "f"}
    row |= {"canonical_solution": "    return x\n", "test": "def check(c):\n    assert c(1) == 1\n"}
    problems = write_lines(tmp_path / "problems.jsonl", [row])
    samples = write_lines(
        tmp_path / "samples.jsonl",
        [{"task_id": "T/0", "completion": f"    return {value}\n"} for value in ("x", "[x]")],
    )
    out = tmp_path / "out.jsonl"
    with pytest.raises(SystemExit) as ended:
        main(["grade-file", str(problems), str(samples), "--out", str(out), "--quiet"])
    assert ended.value.code == 0
    right, wrong = (json.loads(line) for line in out.read_text().splitlines())
    assert (right["called"], right["came_back"]) == (None, None)
    assert (wrong["called"], wrong["came_back"]) == ("f(1)", "[1]")

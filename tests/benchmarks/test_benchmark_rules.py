"""APPS's own rules, and problems whose tests test nothing."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from backend.benchmarks import apps, humaneval, mbpp
from backend.benchmarks.apps_imports import with_imports
from backend.benchmarks.literals import literal, whole_number
from backend.benchmarks.programs import program_of
from backend.benchmarks.source import load
from backend.cli import main
from backend.errors import UserError
from backend.experiment.config import StudyTable
from backend.experiment.problems import problems_of
from backend.grading.calibrate import calibrate
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, ScriptTests
from backend.records.verdict import Limits, Status
from backend.store.pointer import current_files
from backend.store.snapshot.snapshot import Snapshot
from tests.grading.test_verdicts import write_lines
from tests.raw_data import raw_rows


def apps_row(number: int = 0, reference: str | None = None, **tests: object) -> dict[str, Any]:
    return {
        "problem_id": number,
        "question": "What is asked.",
        "input_output": json.dumps(tests) if tests else "",
        "solutions": json.dumps([reference] if reference else []),
    }


def call(name: str, *cases: tuple[object, object]) -> dict[str, Any]:
    given, expected = zip(*cases, strict=True)
    return apps_row(fn_name=name, inputs=list(given), outputs=list(expected))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Tier.BUBBLEWRAP) as found:
        yield found


def status(worker: Worker, row: dict[str, Any], text: str, form: str = "completion") -> Status:
    task = apps.problem(row)
    program = program_of("apps", task, form, text)
    mode = calibrate(worker, task, Limits()).mode
    return worker.grade(task, program, mode, Limits()).status


LEAST = call("least", ([[5, 3, 9], 2], [3, 5]))


@pytest.mark.parametrize("form", ["completion", "program", "chat"])
@pytest.mark.parametrize(
    "code",
    [
        "def least(xs: List[int], k: int) -> List[int]:\n    return nsmallest(k, xs)",
        "class Solution:\n    def least(self, xs: List[int], k):\n        return sorted(xs)[:k]",
        "class Solution:\n    @staticmethod\n    def least(xs, k):\n        heapify(xs)\n"
        "        return [heappop(xs) for _ in range(k)]",
        "from __future__ import annotations\nclass Solution:\n    def least(self, xs, k):\n"
        "        return list(itertools.islice(sorted(xs), k))",
        '"""Least."""\nfrom __future__ import (\n    annotations,\n)\n'
        "def least(xs, k: Whatever):\n    return sorted(deque(xs))[:k]",
        "from math import *\ndef least(xs, k):\n    np = floor(k)\n    return sorted(xs)[:np]",
    ],
)
def test_programs_find_what_the_harness_gives_in_every_form(
    worker: Worker, code: str, form: str
) -> None:
    text = f"Like this:\n```python\n{code}\n```" if form == "chat" else code
    assert status(worker, LEAST, text, form) is Status.PASSED


def test_only_what_is_mentioned_is_imported() -> None:
    assert with_imports("print(1)\n") == "print(1)\n"
    assert with_imports("print(gcd(4, 6))") == "from math import gcd\nprint(gcd(4, 6))"
    assert with_imports("catalog = 1") == "catalog = 1"
    assert with_imports("def broken(:\n  from __future__ import x\nlog").startswith("from math")


def test_a_program_that_reads_and_writes_gets_the_imports_too(worker: Worker) -> None:
    row = apps_row(inputs=[["3", "1 2 2"], "1\n7\n"], outputs=[["2"], 1])
    text = "input()\nprint(len(Counter(input().split())), file=sys.stdout)"
    assert status(worker, row, text) is Status.PASSED


def test_the_method_is_called_and_not_an_import_of_its_name(worker: Worker) -> None:
    row = call("permutations", ([3], 6))
    text = "class Solution:\n    def permutations(self, n):\n        return {3: 6}[n]"
    assert status(worker, row, text) is Status.PASSED
    assert status(worker, call("same", ([1], 2)), "def same(*_): return True") is Status.FAILED


@pytest.mark.parametrize(
    ("code", "given", "expected", "right"),
    [
        ("return {1: 2}", [], {"1": 2}, True),
        ("return {'1': 2}", [], {"1": 2}, True),
        ("return {1: 3}", [], {"1": 2}, False),
        ("return [{1: (2,)}]", [], [{"1": [2]}], True),
        ("return {1: {2: 3}}", [], [{"1": {"2": 3}}], True),
        ("return {'a': 1}", [], {"a": 1}, True),
        ("return sorted(x[0])", [{"2": 0, "-1": 0}], [-1, 2], True),
        ("return sorted(x[0])", [{"b": 0, "a": 0}], ["a", "b"], True),
        ("return x[1][7]", [0, {"7": "seven"}], "seven", True),
        ("return sum(x[0]) + x[1]", "[1, 2]\n3", "6", True),
        ("return x[0]", '"a b"', '"a b"', True),
        ("return 5", [], [5], True),
        ("return 5", [], [5, 6], False),
        ("return -x[0]", [float("inf")], float("-inf"), True),
    ],
)
def test_what_json_cannot_hold_is_what_it_was(
    worker: Worker, code: str, given: object, expected: object, right: bool
) -> None:
    row = apps_row(fn_name="f", inputs=[given], outputs=[expected])
    verdict = status(worker, row, f"def f(*x):\n    {code}")
    assert verdict is (Status.PASSED if right else Status.FAILED)


def test_literals_are_read_as_the_values_they_were() -> None:
    value = {
        1: [None, True, 0.5, "a'\n"],
        "b": {"c": float("-inf")},
        "big": whole_number("7" * 9000),
    }
    assert eval(literal(value)) == value


EMPTY = [
    (apps, apps_row()),
    (apps, apps_row() | {"input_output": None}),
    (apps, apps_row(inputs=[], outputs=[])),
    (apps, apps_row(fn_name="f", inputs=[], outputs=[])),
    (humaneval, {"test": ""}),
    (humaneval, {"test": "def check(candidate):\n    pass\n"}),
    (humaneval, {"test": "def check(candidate):\n    assert True, 'for debugging'\n"}),
    (humaneval, {"test": "METADATA = {}\n"}),
    (humaneval, {"test": "def check(candidate:\n"}),
    (mbpp, {"test_list": []}),
    (mbpp, {"test_list": None}),
    (mbpp, {"test_list": ["# none yet"]}),
    (mbpp, {"test_list": ["assert True", "assert len([1]) == 1"]}),
    (mbpp, {"test_list": ["x = 1"], "code": None}),
]
FIELDS = {
    "task_id": "p",
    "prompt": "def f():\n",
    "entry_point": "f",
    "canonical_solution": "    return 1\n",
    "text": "Do it.",
    "code": "def f():\n    return 1\n",
}


@pytest.mark.parametrize(("module", "row"), EMPTY)
def test_where_nothing_is_tested_nothing_passes(module: Any, row: dict[str, Any]) -> None:
    task = module.problem(FIELDS | row)
    assert task.untested
    with Pool(Tier.BUBBLEWRAP, 1) as pool:
        texts = ["not python (", task.reference or "", "def f(): return 1"]
        graded = [
            pair for found in pool.grade((text, task, text) for text in texts) for pair in found
        ]
        assert pool.troubles() == {task.id: task.untested}
    assert {verdict.status for _, verdict in graded} == {Status.UNSCORED}
    assert {verdict.passed for _, verdict in graded} == {None}
    assert {verdict.detail for _, verdict in graded} == {task.untested}


@pytest.mark.parametrize(
    ("module", "row"),
    [
        (apps, apps_row(inputs=[""], outputs=[""])),
        (humaneval, {"test": "def check(candidate):\n    candidate()\n"}),
        (humaneval, {"test": "def check(f):\n    for x in [1]:\n        assert f() == x\n"}),
        (humaneval, {"test": "def check(_):\n    assert f() == 1\n"}),
        (humaneval, {"test": "from helpers import check\n"}),
        (mbpp, {"test_list": ["assert f() == 1"]}),
        (mbpp, {"test_list": ["assert Node(1).value == 1"], "code": None}),
    ],
)
def test_what_is_tested_is_graded(module: Any, row: dict[str, Any]) -> None:
    assert not module.problem(FIELDS | row).untested


def test_every_problem_of_the_real_benchmarks_is_tested() -> None:
    for row in raw_rows("HumanEval.jsonl.gz"):
        assert not humaneval.problem(row).untested
    for row in raw_rows("mbpp.jsonl.gz"):
        assert not mbpp.problem(row).untested
        alone = mbpp.problem(row | {"code": None})
        assert not alone.untested
        assert isinstance(alone.tests, FunctionTests)
        assert alone.tests.entries


ADD = apps_row(3, "print(sum(map(int, input().split())))", inputs=["1 2"], outputs=["3"])
ODD = [
    apps_row(4),
    {"problem_id": 5, "question": None, "input_output": "{}"},
    apps_row(6) | {"input_output": "{not json"},
    apps_row(7, inputs=["1", "2"], outputs=["1"]),
    apps_row(8, fn_name="a b", inputs=[[1]], outputs=[1]),
    {"comment": "no problem at all"},
]


def test_an_odd_row_keeps_its_place_and_refuses_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lines(tmp_path / "rows.jsonl", [*ODD[:3], ADD, *ODD[3:]])
    found = load("apps", path)
    assert list(found.problems) == ["4", "5", "6", "3", "7", "8", "row 7"]
    assert [task.id for task in found.problems.values() if not task.untested] == ["3"]
    assert isinstance(found.problems["4"].tests, ScriptTests)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "6 of 7 problems cannot be graded" in said
    assert "row 1 (4): it has no test cases" in said
    assert said.endswith("and 1 more\n")
    load("apps", path, tell=False)
    assert capsys.readouterr().err == ""
    with pytest.raises(UserError, match="row 1: not a problem of mbpp"):
        load("mbpp", path)


def test_nobody_is_asked_what_nobody_is_graded_by(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "rows.jsonl", [ODD[0], ADD])
    table = StudyTable(id="s", benchmark="apps", path=path, n={"m": 1}, temperature=1, max_tokens=9)
    assert list(problems_of(table).problems) == ["3"]
    write_lines(path, [ODD[0]])
    with pytest.raises(UserError, match="study s"):
        problems_of(table)


def test_the_rest_of_the_file_is_graded_and_published(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = write_lines(tmp_path / "rows.jsonl", [ODD[0], ADD, ODD[2]])
    program = "print(sum(map(int, input().split())))"
    generations = tmp_path / "generations.json"
    generations.write_text(json.dumps([[program], [program], [program]]))
    for arguments in (
        ["import-samples", generations, "--study", "own", "--model", "m", "--benchmark", "apps",
         "--path", problems],
        ["grade", "--study", "own", "--quiet"],
    ):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        assert ended.value.code == 0
    said = capsys.readouterr()
    assert "3 samples graded (bubblewrap): 1 passed, 2 unscored" in said.out
    assert said.out.count("4: it has no test cases") == 1
    assert said.err.count("it has no test cases") == 1, "told at the import"
    with closing(Snapshot(current_files(own)[-1])) as found:
        tallies = found.tallies("own/m")
        assert (tallies.n.sum(), tallies.c.sum()) == (1, 1)
    with duckdb.connect(own / "workbench.duckdb", read_only=True) as connection:
        passed = connection.execute("SELECT problem_id FROM verdict WHERE passed").fetchall()
    assert passed == [("3",)]


def test_function_tests_are_still_function_tests() -> None:
    task = apps.problem(LEAST)
    assert isinstance(task.tests, FunctionTests)
    assert task.tests.entries == ("least",)

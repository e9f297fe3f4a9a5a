"""Verdicts: right on references, on both kinds of tests, and the same under load."""

import contextlib
import gzip
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.benchmarks import humaneval, mbpp, mbpp_challenge
from backend.benchmarks.humaneval import CUT, program
from backend.cli import main
from backend.grading.calibrate import calibrate
from backend.grading.compare import same_output
from backend.grading.inside import wire
from backend.grading.pool import Pool
from backend.grading.problem_files import read_problems
from backend.grading.tiers import Tier
from backend.grading.worker import MAX_PROGRAM, Worker
from backend.importers.samples import read_samples
from backend.records.problem import FunctionTests, Problem, ScriptTests
from backend.records.verdict import Limits, Mode, Status, Verdict
from tests.dashboard import ROOT
from tests.processes import own_processes, wait_until
from tests.raw_data import raw_file, raw_rows

ADD = Problem(
    "add", "", FunctionTests("", "assert add(1, 2) == 3", ("add",)), "def add(a, b): return a + b"
)
NODE = Problem(
    "node",
    "",
    FunctionTests("tree = Node(1)\ntree.next = Node(2)", "assert total(tree) == 3", ("total",)),
    "class Node:\n    def __init__(self, v): self.v, self.next = v, None\n"
    "def total(n): return n.v + total(n.next) if n else 0",
)
ECHO = Problem(
    "sum",
    "",
    ScriptTests((("2 3\n", "5\n"), ("1 1\n", "2"), ("0.1 0.2\n", "0.3\n"))),
    "print(sum(map(float, input().split())))",
)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
        | st.sets(st.integers() | st.text(), max_size=4)
        | st.frozensets(st.integers(), max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Tier.BUBBLEWRAP) as found:
        yield found


@given(values)
def test_builtin_values_cross_unchanged(value: object) -> None:
    crossed = wire.decode(json.loads(json.dumps(wire.encode(value))))
    assert crossed == value
    assert type(crossed) is type(value)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["int", "set", "dict", "iterator", "x", "complex"]),
                inner,
                max_size=2,
            )
        ),
    )
)
def test_any_json_is_a_value_or_refused(form: object) -> None:
    with contextlib.suppress(wire.NotAValueError):
        wire.decode(form)


@pytest.mark.parametrize(
    ("written", "expected", "same"),
    [
        ("5\n", "5", True),
        ("1 2\n3", "1 2 3", True),
        ("0.30000000000000004", "0.3", True),
        ("0.5", "0.6", False),
        ("5.0", "5", True),
        ("5", "6", False),
        ("1000000007", "1000000008", False),
        ("yes", "YES", False),
        ("1 2", "1 2 3", False),
        ("nan", "nan", True),
        ("1e3", "1000", True),
        ("", "", True),
    ],
)
def test_outputs_compare_token_by_token(written: str, expected: str, same: bool) -> None:
    assert same_output(written, expected) is same


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("def add(a, b): return a + b", Status.PASSED),
        ("def add(a, b): return a - b", Status.FAILED),
        ("def add(a, b): raise KeyError(a)", Status.FAILED),
        ("def sub(a, b): return a", Status.FAILED),
        ("def add(a, b):\n  while True: pass", Status.TIMEOUT),
        ("def add(a, b): return [0] * 10**10", Status.MEMORY),
        ("import os\ndef add(a, b): os.abort()", Status.CRASHED),
        ("import socket\ndef add(a, b): socket.socket()", Status.FORBIDDEN),
        ("x = 1 #" + "x" * MAX_PROGRAM, Status.FAILED),
    ],
)
def test_each_kind_of_verdict(worker: Worker, program: str, status: Status) -> None:
    verdict = worker.grade(ADD, program, Mode.CALLS, Limits())
    assert verdict.status is status
    assert verdict.passed is (status is Status.PASSED)
    assert (verdict.detail == "") is (status is Status.PASSED)


# A line ends where Python says so, not wherever text may.
MANY_LINES = """said = 'a\u2028b\x0c'
for n in (1, 2):
    assert add(
        n,
        n
    ) == 2
""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("tests", "program", "failed_test", "detail"),
    [
        (
            "assert add(1, 2) == 3\nassert add(2, 2) == 4, 'twice two'",
            "def add(a, b): return 3",
            "assert add(2, 2) == 4, 'twice two'",
            "assertion in line 2 of the tests: twice two",
        ),
        (MANY_LINES, "def add(a, b): return 2", None, ""),
        (
            MANY_LINES,
            "def add(a, b): return a + b",
            "assert add( n, n ) == 2",
            "assertion in line 3 of the tests",
        ),
        (
            "def right(a):\n    assert  a == 5, ' \\t  '\nright(add(2, 2))",
            "def add(a, b): return a + b",
            "assert  a == 5, ' \\t  '",
            "assertion in line 2 of the tests",
        ),
        (  # what a program says of itself names no test
            "assert add(1, 2) == 3",
            "def add(a, b): raise AssertionError('assertion in line 1 of the tests')",
            None,
            "AssertionError: assertion in line 1 of the tests",
        ),
        ("assert add(1, 2) == 3", "def add(a, b): return a.b", None, "AttributeError: "),
    ],
)
def test_a_failed_assertion_is_named(
    worker: Worker, tests: str, program: str, failed_test: str | None, detail: str
) -> None:
    problem = Problem("p", "", FunctionTests("", tests, ("add",)))
    verdict = worker.grade(problem, program, Mode.CALLS, Limits())
    assert verdict.failed_test == failed_test
    assert verdict.detail.startswith(detail)


def test_an_assertion_of_a_helper_is_named_by_the_test_that_called_it(worker: Worker) -> None:
    setup = "def right(a):\n    assert a == 5"
    problem = Problem("p", "", FunctionTests(setup, "right(add(2, 2))", ("add",)))
    verdict = worker.grade(problem, "def add(a, b): return 4", Mode.CALLS, Limits())
    assert (verdict.status, verdict.failed_test) == (Status.FAILED, "right(add(2, 2))")


@pytest.mark.parametrize(
    ("program", "status", "detail"),
    [
        ("print(sum(map(float, input().split())))", Status.PASSED, ""),
        ("a, b = map(float, input().split())\nprint(a + b)\nexit()", Status.PASSED, ""),
        ("print(5)", Status.FAILED, "case 2: wrong output"),
        ("print(1 / 0)", Status.FAILED, "case 1: ZeroDivisionError: division by zero"),
        ("import sys; sys.exit(3)", Status.CRASHED, "case 1: its process ended with exit code 3"),
        ("while True: pass", Status.TIMEOUT, "case 1: over 0.5 s of CPU time"),
        ("while True: print('x' * 10**6)", Status.FAILED, "case 1: it wrote more than 2 MiB"),
        ("x = [0] * 10**10", Status.MEMORY, "case 1: MemoryError"),
    ],
)
def test_programs_that_read_and_write(
    worker: Worker, program: str, status: Status, detail: str
) -> None:
    verdict = worker.grade(ECHO, program, Mode.SCRIPT, Limits())
    assert (verdict.status, verdict.mode) == (status, Mode.SCRIPT)
    assert verdict.detail.startswith(detail)


def test_the_reference_decides_where_tests_run_and_what_a_program_may_use(worker: Worker) -> None:
    assert calibrate(worker, ADD, Limits()).mode is Mode.CALLS
    assert calibrate(worker, NODE, Limits()).mode is Mode.TOGETHER
    assert calibrate(worker, ECHO, Limits()).mode is Mode.SCRIPT
    slow = Problem("slow", "", ADD.tests, "def add(a, b):\n    sum(range(10**7))\n    return a + b")
    plan = calibrate(worker, slow, Limits())
    assert plan.limits.cpu_seconds >= 1.0
    assert plan.limits.cpu_seconds % 0.5 == 0


def test_a_problem_whose_own_reference_fails_is_reported(worker: Worker) -> None:
    wrong = Problem("wrong", "", ADD.tests, "def add(a, b): return 0")
    assert "reference fails its own tests" in calibrate(worker, wrong, Limits()).trouble
    flaky = Problem(
        "flaky", "", ADD.tests, "import os\ndef add(a, b): return a + b + os.getpid() % 2"
    )
    assert "reference" in calibrate(worker, flaky, Limits()).trouble


def test_live_objects_are_tested_in_the_candidates_process(worker: Worker) -> None:
    assert NODE.reference is not None
    assert worker.grade(NODE, NODE.reference, Mode.TOGETHER, Limits()).status is Status.PASSED
    wrong = NODE.reference.replace("n.v +", "1 +")
    verdict = worker.grade(NODE, wrong, Mode.TOGETHER, Limits())
    assert (verdict.status, verdict.mode) == (Status.FAILED, Mode.TOGETHER)
    forged = "import os\nos.write(3, b'P' * 17)"
    assert worker.grade(NODE, forged, Mode.TOGETHER, Limits()).status is Status.FORBIDDEN


@pytest.mark.slow
def test_all_references_of_humaneval_and_mbpp_pass() -> None:
    problems = [humaneval.problem(row) for row in raw_rows("HumanEval.jsonl.gz")]
    rows = [row for row in raw_rows("mbpp.jsonl.gz") if 11 <= row["task_id"] <= 510]
    problems += [mbpp.problem(row) for row in rows]
    challenged = [row | {"task_id": f"{row['task_id']}c"} for row in rows]
    problems += [mbpp_challenge.problem(row) for row in challenged if row["challenge_test_list"]]
    plain = 164 + 500
    assert len(problems) > plain
    with Pool(Tier.BUBBLEWRAP) as pool:
        items = ((task.id, task, task.reference or "") for task in problems)
        verdicts = dict(pair for chunk in pool.grade(items) for pair in chunk)
        assert pool.troubles() == {}
    assert sum(verdict.mode is not Mode.CALLS for verdict in verdicts.values()) <= 4
    assert {verdict.status for verdict in verdicts.values()} == {Status.PASSED}
    assert len(verdicts) == len(problems)


def test_equal_programs_run_once_and_every_key_gets_its_verdict() -> None:
    items = [(i, ADD, f"def add(a, b): return a + b  # {i % 3}") for i in range(60)]
    items += [(60, ADD, "def add(a, b): return 0")]
    with Pool(Tier.BUBBLEWRAP, 2) as pool:
        verdicts = dict(pair for chunk in pool.grade(items) for pair in chunk)
    assert sorted(verdicts) == list(range(61))
    assert [key for key, verdict in verdicts.items() if not verdict.passed] == [60]
    assert len({id(verdict) for verdict in verdicts.values()}) == 4


BUSY = """
import time
def add(a, b):
    while time.process_time() < {seconds}: pass
    return a + b
"""


@pytest.mark.slow
def test_memory_stays_flat() -> None:
    command = [sys.executable, "-m", "tests.peak_memory", "10000", "40000"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert int(done.stdout) < 3_200  # KiB: 80 bytes a sample


def burn(_: int) -> None:
    while True:
        pass


@contextlib.contextmanager
def all_cores_busy() -> Iterator[None]:
    burners = [
        multiprocessing.Process(target=burn, args=(i,), daemon=True)
        for i in range(2 * (os.cpu_count() or 1))
    ]
    for burner in burners:
        burner.start()
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()


@pytest.mark.slow
def test_real_samples_get_the_same_verdicts_idle_and_under_load() -> None:
    problems = read_problems(raw_file("codegen16b_humaneval/problems.jsonl.gz"))
    samples = read_samples(raw_file("codegen16b_humaneval/solutions.jsonl.gz"), problems)
    items = [
        (number, problem, program(problem, CUT(sample.text)))
        for number, sample in enumerate(samples)
        for problem in [problems[sample.problem_id]]
        if number % 20 == 7
    ]

    def verdicts() -> dict[int, Verdict]:
        with Pool(Tier.BUBBLEWRAP) as pool:
            return dict(pair for chunk in pool.grade(items) for pair in chunk)

    idle = verdicts()
    assert len(idle) == len(items) > 800
    # A cache that others use too makes the same program take more of its CPU time.
    near = {n for n, it in idle.items() if it.status is not Status.TIMEOUT and it.cpu_seconds > 0.2}
    idle = {number: verdict for number, verdict in idle.items() if number not in near}
    assert len(idle) > 780
    assert len({verdict.status for verdict in idle.values()}) > 1
    with all_cores_busy():
        loaded = verdicts()
    assert loaded.keys() - near == idle.keys()
    others = {n: (idle[n], loaded[n]) for n in idle if idle[n].status is not loaded[n].status}
    assert not others


@pytest.mark.slow
def test_verdicts_are_the_same_idle_and_under_load() -> None:
    programs = {
        "quick": "def add(a, b): return a + b",
        "half the limit": BUSY.format(seconds=0.25),
        "over the limit": BUSY.format(seconds=0.8),
        "wrong": "def add(a, b): return 0",
    }
    with Worker(Tier.BUBBLEWRAP) as worker:

        def statuses() -> list[Status]:
            return [
                worker.grade(ADD, program, Mode.CALLS, Limits()).status
                for program in programs.values()
            ]

        idle = statuses()
        with all_cores_busy():
            loaded = statuses()
    assert idle == [Status.PASSED, Status.PASSED, Status.TIMEOUT, Status.FAILED]
    assert loaded == idle


@pytest.mark.slow
def test_a_programs_time_begins_when_it_has_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    send = wire.send

    def late(line: socket.socket, message: dict[str, Any], *more: Any) -> None:
        if "program" in message:  # as on a machine where the grader waits for its turn
            time.sleep(Limits().wall_seconds + 0.5)
        send(line, message, *more)

    with Worker(Tier.BUBBLEWRAP) as worker:
        assert worker.grade(ADD, "def add(a, b): return a + b", Mode.CALLS, Limits()).passed
        monkeypatch.setattr(wire, "send", late)
        verdict = worker.grade(ADD, "def add(a, b): return b + a", Mode.CALLS, Limits())
    assert verdict.passed, verdict


def write_lines(path: Path, rows: list[dict[str, str]]) -> Path:
    with gzip.open(path, "wt") if path.suffix == ".gz" else path.open("w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return problems, samples and the place for verdicts."""
    problem = {
        "task_id": "T/0",
        "prompt": "def add(a, b):\n",
        "entry_point": "add",
        "canonical_solution": "    return a + b\n",
        "test": "def check(f):\n    assert f(1, 2) == 3\n",
    }
    completions = [
        "    return a + b\n",
        "    return 0\n",
        "    return a + b\nprint(1)",
        "    return a +",
    ]
    samples = [{"task_id": "T/0", "completion": text} for text in completions]
    return (
        write_lines(tmp_path / "problems.jsonl.gz", [problem]),
        write_lines(tmp_path / "samples.jsonl", samples),
        tmp_path / "verdicts.jsonl",
    )


def grade_file(*arguments: object) -> None:
    main(["grade-file", "--quiet", *map(str, arguments)])


def test_grade_file_writes_one_line_for_each_in_order(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    problems, samples, out = files
    with pytest.raises(SystemExit) as ended:
        grade_file(problems, samples, "--out", out)
    assert ended.value.code == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["passed"] for row in rows] == [True, False, True, False]
    fields = "task_id passed status detail failed_test called came_back cpu_seconds mode"
    assert list(rows[0]) == fields.split()
    assert "SyntaxError" in rows[3]["detail"]
    assert "4 samples graded (bubblewrap): 2 passed, 2 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda p, s: s.write_text("{}\n"), "line 1: field 'task_id' must be a text"),
        (lambda p, s: s.write_text('\n{"task_id"\n'), "line 2: not JSON"),
        (
            lambda p, s: s.write_text('{"task_id": "T/1", "completion": ""}\n'),
            "line 1: unknown task_id 'T/1' (nearest: T/0)",
        ),
        (lambda p, s: s.unlink(), "there is no file"),
        (lambda p, s: p.write_bytes(b"no gzip"), "cannot be read"),
        (lambda p, s: write_lines(p, []), "holds no problems"),
    ],
)
def test_bad_files_are_told_with_their_line_and_nothing_is_written(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str], spoil: object, told: str
) -> None:
    assert callable(spoil)
    problems, samples, out = files
    spoil(problems, samples)
    with pytest.raises(SystemExit) as ended:
        grade_file(problems, samples, "--out", out)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not out.exists()


BOX = "backend.grading.inside"


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_grader_stopped_at_any_moment_leaves_no_process(
    tmp_path: Path, blow: signal.Signals
) -> None:
    problems = raw_file("codegen16b_humaneval/problems.jsonl.gz")
    samples = write_lines(
        tmp_path / "samples.jsonl",
        [
            {"task_id": "HumanEval/0", "completion": f"    while True: pass  # {i}"}
            for i in range(99)
        ],
    )
    out = tmp_path / "verdicts.jsonl"
    command = [sys.executable, "-m", "backend", "grade-file", "--quiet", "--workers", "2"]
    command += [str(problems), str(samples), "--out", str(out)]
    for boxes, seconds in ((0, 0.5), (1, 0.0), (1, 1.0), (4, 1.0)):  # two for each worker
        with own_processes(BOX) as alive:
            with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as grader:
                wait_until(lambda: len(alive()) >= boxes, "a box")  # noqa: B023
                time.sleep(seconds)
                grader.send_signal(blow)
            wait_until(lambda: not alive(), "the end of all boxes")
        assert not out.exists()

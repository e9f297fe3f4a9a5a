"""Ranking by execution against grading, on the same programs in the same run.

Grading runs a program once, against all its tests; ranking evaluates each generated assertion, and
the call in it, by itself. So the two are compared by the execution: one expression of one program.
`BENCH_SAMPLES` sets how many of the 100 samples of each problem are run, by default 10.
"""

import os
import time
from collections import defaultdict
from collections.abc import Iterator

from backend.benchmarks import humaneval
from backend.grading.pool import Pool
from backend.grading.problem_files import read_problems
from backend.grading.tiers import Tier
from backend.importers.samples import read_samples
from backend.rankers.execution import EXECUTION, Prober, execution_ranker, probes_of
from backend.rankers.generated_tests import read_generated_tests
from backend.rankers.ranker import Group, Sample
from backend.records.problem import Problem
from speed.timing import Row
from tests.raw_data import FOLDER

_RAW = FOLDER / "codegen16b_humaneval"


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file; none where the samples are not at hand."""
    if not _RAW.is_dir():
        print(f"no ranking benchmark: {_RAW} is missing")
        return
    problems = read_problems(_RAW / "problems.jsonl.gz")
    tests = read_generated_tests(_RAW / "generated_tests.jsonl.gz", problems)
    programs = _programs(problems, int(os.environ.get("BENCH_SAMPLES", "10")))
    count = sum(map(len, programs.values()))
    executions = sum(
        len(probes_of(problems[name], tests[name])[0].expressions) * len(set(each))
        for name, each in programs.items()
    )
    started = time.perf_counter()
    with Prober(Tier.BUBBLEWRAP, tests) as prober:
        for name, each in programs.items():
            group = _group(problems[name], each)
            for ranker in EXECUTION:
                execution_ranker(ranker, prober).scores(group)
    ranking = time.perf_counter() - started
    started = time.perf_counter()
    items = ((None, problems[name], code) for name, each in programs.items() for code in set(each))
    with Pool(Tier.BUBBLEWRAP) as pool:
        graded = sum(map(len, pool.grade(items)))
    grading = time.perf_counter() - started
    yield Row(
        f"ranking {count} CodeGen samples by execution, {executions:,} of them",
        ranking / executions,
        grading / graded,
        f"grading, for each of {graded} programs",
    )
    yield Row("ranking by execution, for each sample", ranking / count)


def _programs(problems: dict[str, Problem], each: int) -> dict[str, list[str]]:
    programs: dict[str, list[str]] = defaultdict(list)
    for sample in read_samples(_RAW / "solutions.jsonl.gz", problems):
        if len(programs[sample.problem_id]) < each:
            completion = humaneval.CUT(sample.text)
            program = humaneval.program(problems[sample.problem_id], completion)
            programs[sample.problem_id].append(program)
    return programs


def _group(problem: Problem, programs: list[str]) -> Group:
    samples = [Sample(i, code, code, None, True, None, None) for i, code in enumerate(programs)]
    return Group(problem, problem.prompt, samples)

"""`python -m backend rank`: score what is not scored yet."""

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import duckdb

from backend.benchmarks.programs import program_of
from backend.benchmarks.source import Loaded
from backend.errors import UserError, unknown_name
from backend.grading.progress import with_progress
from backend.grading.run_store import benchmark_of_study
from backend.grading.tiers.choose import choose_tier
from backend.rankers.execution import EXECUTION, Prober, execution_rankers
from backend.rankers.generated_tests import read_generated_tests
from backend.rankers.ranker import Group, Ranker, Sample
from backend.rankers.simple import SIMPLE
from backend.store.scored import (
    Ranking,
    RunToRank,
    problems_to_rank,
    runs_of,
    samples_of,
    write_rankings,
)

NAMES = (*SIMPLE, *EXECUTION)


def rank_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    names: Sequence[str],
    *,
    path: Path | None,
    tests: Path | None,
    workers: int | None,
    unsafe_local: bool,
    quiet: bool,
) -> str:
    """Score a study's samples by rankers; return a summary. Can be stopped and called again.

    Args:
        workbench: an open workbench.
        study: whose samples.
        names: of rankers.
        path: the problems' file, if it moved.
        tests: a file of generated tests, for rankers that run programs.
        workers: programs run at a time, by default one for each CPU.
        unsafe_local: run programs without a sandbox.
        quiet: no progress bar.

    Raises:
        UserError: if a ranker is unknown or lacks what it needs.
    """
    for name in names:
        if name not in NAMES:
            raise unknown_name("ranker", name, NAMES)
    benchmark = benchmark_of_study(workbench, study, path)
    with ExitStack() as open_things:
        rankers: dict[str, Ranker] = {name: SIMPLE[name] for name in names if name in SIMPLE}
        running = [name for name in names if name in EXECUTION]
        if running:
            prober = open_things.enter_context(_prober(benchmark, tests, workers, unsafe_local))
            rankers |= {name: execution_rankers(prober)[name] for name in running}
        scored = sum(
            _rank_run(workbench, run, benchmark, rankers, quiet)
            for run in runs_of(workbench, study)
        )
    return f"{scored} samples scored by {', '.join(names)}"


def _rank_run(
    workbench: duckdb.DuckDBPyConnection,
    run: RunToRank,
    benchmark: Loaded,
    rankers: Mapping[str, Ranker],
    quiet: bool,
) -> int:
    problems = problems_to_rank(workbench, run.id, list(rankers))
    scored = 0
    chunks = ([problem] for problem in problems)
    for problem in with_progress(chunks, len(problems), f"ranking {run.model}", quiet):
        group = _group(workbench, run, benchmark, problem)
        rankings = [_timed(name, ranker, group) for name, ranker in rankers.items()]
        indices = [sample.index for sample in group.samples]
        write_rankings(workbench, run.id, problem, indices, rankings)
        scored += len(indices)
    return scored


def _timed(name: str, ranker: Ranker, group: Group) -> Ranking:
    started = time.monotonic()
    scores = ranker.scores(group)
    seconds = scores.shared_seconds or time.monotonic() - started
    return Ranking(name, ranker.how, scores.values, seconds, scores.flops)


def _group(
    workbench: duckdb.DuckDBPyConnection, run: RunToRank, benchmark: Loaded, problem: str
) -> Group:
    task = benchmark.problems[problem]
    samples = [
        Sample(
            index=index,
            text=text,
            program=program_of(benchmark.name, task, run.form, text),
            tokens=tokens,
            finished=finished,
            log_likelihood=likelihood,
            passed=passed,
        )
        for index, text, tokens, finished, likelihood, passed in samples_of(
            workbench, run.id, problem
        )
    ]
    return Group(task, task.prompt, samples)


def _prober(
    benchmark: Loaded, tests: Path | None, workers: int | None, unsafe_local: bool
) -> Prober:
    if tests is None:
        raise UserError(
            "rankers that run programs need generated tests: name their file by --tests"
        )
    cases = read_generated_tests(tests, benchmark.problems)
    tier = choose_tier(unsafe_local=unsafe_local)
    return Prober(tier, cases, workers or len(os.sched_getaffinity(0)))

"""`python -m backend grade`: every sample of a study that has no verdict yet."""

import hashlib
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import duckdb

from backend.benchmarks.programs import program_of
from backend.benchmarks.source import BENCHMARKS
from backend.errors import unknown_name
from backend.grading.choose import choose_tier
from backend.grading.packages import versions
from backend.grading.pool import Pool
from backend.grading.progress import with_progress
from backend.grading.study_problems import problems_of_study
from backend.grading.tiers import Tier
from backend.records.graded import Graded, GradedStudy
from backend.records.problem import Problem, ProblemSet
from backend.records.verdict import Limits, Mode, Status, Verdict
from backend.store.workbench.graded import (
    GradedKey,
    Settings,
    Waiting,
    count_waiting,
    record_settings,
    statuses,
    waiting,
    write_verdicts,
)

GRADER_VERSION = 4
_BATCH, _SECONDS = 500, 1.0  # the most a killed grader has to find again


def grade_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    *,
    path: Path | None,
    exclude: Collection[str],
    workers: int | None,
    limits: Limits | None = None,
    packages: Path | None = None,
    unsafe_local: bool = False,
    quiet: bool,
) -> GradedStudy:
    """Grade what waits in a study. Can be stopped and called again.

    Raises:
        UserError: if the study, its tests or a sandbox cannot be had.
    """
    benchmark = problems_of_study(workbench, study, path)
    for name in exclude:
        if name not in benchmark.problems:
            raise unknown_name(f"problem of study {study}", name, benchmark.problems)
    tier = choose_tier(unsafe_local=unsafe_local)
    limits = limits or Limits()
    settings = Settings(
        *(
            record_settings(workbench, _settings(benchmark, tier, limits, packages, cut=cut))
            for cut in (True, False)
        )
    )
    counts: Counter[Status] = Counter()
    together = 0
    with Pool(tier, workers, limits, packages) as pool:
        total = count_waiting(workbench, study, settings, exclude)
        items = (
            _item(benchmark, sample, settings)
            for sample in waiting(workbench, study, settings, exclude)
        )
        written = stored(workbench, pool.grade(items))
        for _, verdict in with_progress(written, total, "grading", quiet):
            counts[verdict.status] += 1
            together += verdict.mode is Mode.TOGETHER
        troubles, missing = pool.troubles(), pool.missing()
    standing = statuses(workbench, study, settings)
    now = Graded(tier, counts, together, troubles, missing)
    found = {status: count for status, count in standing.items() if status is not None}
    return GradedStudy(study, now, found, standing.get(None, 0))


def _item(
    benchmark: ProblemSet, sample: Waiting, settings: Settings
) -> tuple[GradedKey, Problem, str]:
    problem = benchmark.problems[sample.key[1]]
    program = program_of(benchmark.name, problem, sample.form, sample.text, cut=sample.cut)
    digest = hashlib.sha256(program.encode("utf-8", "surrogatepass")).hexdigest()
    return (*sample.key, digest, settings.of(sample.cut)), problem, program


def _settings(
    benchmark: ProblemSet, tier: Tier, limits: Limits, packages: Path | None, *, cut: bool
) -> dict[str, object]:
    """Return everything beside the program that can change a verdict."""
    return {
        "grader": GRADER_VERSION,
        "tier": tier,
        "limits": asdict(limits),
        "packages": versions(packages),
        "cut": asdict(BENCHMARKS[benchmark.name].cut) if cut else None,
        "tests": benchmark.revision,
    }


def stored(
    workbench: duckdb.DuckDBPyConnection, graded: Iterable[list[tuple[GradedKey, Verdict]]]
) -> Iterator[list[tuple[GradedKey, Verdict]]]:
    """Pass verdicts on as they come, and write them at least every second, and when stopped."""
    batch: list[tuple[GradedKey, Verdict]] = []
    written = time.monotonic()
    try:
        for some in graded:
            batch += some
            yield some
            if len(batch) >= _BATCH or time.monotonic() - written > _SECONDS:
                if batch:
                    write_verdicts(workbench, batch)
                batch, written = [], time.monotonic()
    finally:
        if batch:
            write_verdicts(workbench, batch)

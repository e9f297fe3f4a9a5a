"""`python -m backend grade`: every sample of a study that has no verdict yet."""

import hashlib
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict
from pathlib import Path

import duckdb

from backend.benchmarks.problem import Problem
from backend.benchmarks.programs import program_of
from backend.benchmarks.source import BENCHMARKS, Loaded, load
from backend.errors import UserError, unknown_name
from backend.grading.pool import Pool
from backend.grading.progress import with_progress
from backend.grading.run_files import summary
from backend.grading.tiers import Tier
from backend.grading.tiers.choose import choose_tier
from backend.grading.verdict import Limits, Status, Verdict
from backend.store.samples import (
    GradedKey,
    Waiting,
    benchmark_of,
    count_waiting,
    record_settings,
    waiting,
    write_verdicts,
)

GRADER_VERSION = 1
_BATCH, _SECONDS = 500, 1.0  # the most a killed grader has to find again


def grade_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    *,
    path: Path | None,
    exclude: Collection[str],
    workers: int | None,
    unsafe_local: bool = False,
    quiet: bool,
) -> str:
    """Grade what waits in a study; return a summary. Can be stopped and called again.

    Raises:
        UserError: if the study, its tests or a sandbox cannot be had.
    """
    benchmark = benchmark_of_study(workbench, study, path)
    for name in exclude:
        if name not in benchmark.problems:
            raise unknown_name(f"problem of study {study}", name, benchmark.problems)
    tier = choose_tier(unsafe_local=unsafe_local)
    settings = record_settings(workbench, _settings(benchmark, tier, Limits()))
    counts: Counter[Status] = Counter()
    with Pool(tier, workers) as pool:
        total = count_waiting(workbench, study, settings, exclude)
        items = (
            _item(benchmark, sample) for sample in waiting(workbench, study, settings, exclude)
        )
        graded = with_progress(pool.grade(items), total, "grading", quiet)
        for batch in _batches(graded):
            write_verdicts(workbench, batch, settings)
            counts.update(verdict.status for _, verdict in batch)
        troubles = pool.troubles()
    return summary(tier, counts, troubles)


def _item(benchmark: Loaded, sample: Waiting) -> tuple[GradedKey, Problem, str]:
    problem = benchmark.problems[sample.key[1]]
    program = program_of(benchmark.name, problem, sample.form, sample.text)
    digest = hashlib.sha256(program.encode("utf-8", "surrogatepass")).hexdigest()
    return (*sample.key, digest), problem, program


def benchmark_of_study(
    workbench: duckdb.DuckDBPyConnection, study: str, path: Path | None
) -> Loaded:
    """Load the problems that a study's samples answer.

    Raises:
        UserError: if the workbench lacks the study, or its problems changed or are gone.
    """
    name, source, revision = benchmark_of(workbench, study)
    local = path or (Path(source) if Path(source).is_absolute() else None)
    benchmark = load(name, local, tell=False)
    if benchmark.revision != revision:
        raise UserError(
            f"the tests in {benchmark.source} are not those that study {study} was made with: "
            "name the same file by --path"
        )
    return benchmark


def _settings(benchmark: Loaded, tier: Tier, limits: Limits) -> dict[str, object]:
    """Return everything beside the program that can change a verdict."""
    return {
        "grader": GRADER_VERSION,
        "tier": tier,
        "limits": asdict(limits),
        "cut": BENCHMARKS[benchmark.name].CUT.stops,
        "tests": benchmark.revision,
    }


def _batches(
    graded: Iterator[tuple[GradedKey, Verdict]],
) -> Iterator[list[tuple[GradedKey, Verdict]]]:
    batch, written = [], time.monotonic()
    for pair in graded:
        batch.append(pair)
        if len(batch) >= _BATCH or time.monotonic() - written > _SECONDS:
            yield batch
            batch, written = [], time.monotonic()
    if batch:
        yield batch

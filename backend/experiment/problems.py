"""Which problems a study of an experiment asks."""

from dataclasses import replace

from backend.benchmarks.benchmark import Hub
from backend.benchmarks.source import BENCHMARKS, load
from backend.errors import UserError
from backend.experiment.config import StudyTable
from backend.records.problem import ProblemSet


def problems_of(study: StudyTable) -> ProblemSet:
    """Load the problems that a study asks, without those that nobody can be graded by.

    Raises:
        UserError: if they cannot be had, or none is left.
    """
    loaded = load(study.benchmark, study.path)
    kept = {
        name: problem
        for name, problem in loaded.problems.items()
        if not problem.untested and (not study.difficulty or problem.difficulty in study.difficulty)
    }
    kept = dict(list(kept.items())[: study.problems])
    if not kept:
        raise UserError(f"study {study.id}: {loaded.source} has no problem of this difficulty")
    return replace(loaded, problems=kept)


def problem_count(study: StudyTable) -> int:
    """Return how many problems a study asks; those on a hub are known, so that none is fetched."""
    origin = BENCHMARKS[study.benchmark].rows
    if study.path is not None or not isinstance(origin, Hub):
        return len(problems_of(study).problems)
    count = sum(
        size
        for name, size in origin.sizes.items()
        if not study.difficulty or name in study.difficulty
    )
    return min(count, study.problems or count)

"""`python -m backend grade-file`: from two files to a third."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from backend.benchmarks.programs import program_of
from backend.errors import UserError
from backend.grading.choose import choose_tier
from backend.grading.pool import Pool
from backend.grading.problem_files import (
    Sample,
    check_out,
    read_problems,
    read_samples,
    write_whole,
)
from backend.grading.progress import with_progress
from backend.records.graded import Graded
from backend.records.problem import Problem
from backend.records.raw_sample import Form
from backend.records.verdict import Limits, Mode, Verdict


def grade_files(
    problems_path: Path,
    samples_path: Path,
    out: Path,
    *,
    form: Form | None = None,
    cut: bool,
    workers: int | None,
    limits: Limits | None = None,
    packages: Path | None = None,
    unsafe_local: bool = False,
    quiet: bool,
) -> Graded:
    """Grade the samples of one file against the problems of another.

    `form` says what the samples are, if not what their fields say; `cut` whether completions end
    where HumanEval's rule says.

    Raises:
        UserError: if a file is not what it should be, or no sandbox holds on this machine.
    """
    if cut and form not in (None, Form.COMPLETION):
        raise UserError(f"only completions are cut, and these are taken as {form}: leave --cut out")
    target = check_out(out, [problems_path, samples_path])
    problems = read_problems(problems_path)
    samples = read_samples(samples_path, problems)
    tier = choose_tier(unsafe_local=unsafe_local)
    by_problem = sorted(enumerate(samples), key=lambda numbered: numbered[1].task_id)
    items = (
        (place, problems[sample.task_id], _program(sample, problems, form, cut))
        for place, sample in by_problem
    )
    with Pool(tier, workers, limits, packages) as pool:
        done = with_progress(pool.grade(items), len(samples), "grading", quiet)
        verdicts = dict(done)
        troubles, missing = pool.troubles(), pool.missing()
    write_whole(target, _lines(samples, verdicts))
    counts = Counter(verdict.status for verdict in verdicts.values())
    together = sum(verdict.mode is Mode.TOGETHER for verdict in verdicts.values())
    return Graded(tier, counts, together, troubles, missing)


def _program(sample: Sample, problems: Mapping[str, Problem], form: Form | None, cut: bool) -> str:
    form = form or (Form.PROGRAM if sample.whole else Form.COMPLETION)
    return program_of("humaneval", problems[sample.task_id], form, sample.completion, cut=cut)


def _lines(samples: Sequence[Sample], verdicts: Mapping[int, Verdict]) -> Iterator[str]:
    for place, sample in enumerate(samples):
        verdict = verdicts[place]
        row = {
            "task_id": sample.task_id,
            "passed": verdict.passed,
            "status": verdict.status.value,
            "detail": verdict.detail,
            "failed_test": verdict.failed_test,
            "called": verdict.called,
            "came_back": verdict.came_back,
            "cpu_seconds": round(verdict.cpu_seconds, 6),
            "mode": verdict.mode.value,
        }
        yield json.dumps(row) + "\n"

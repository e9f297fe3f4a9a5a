"""Run a problem's reference first, to learn if the problem is sound here and what it costs."""

import math
from dataclasses import dataclass, replace

from backend.benchmarks.problem import FunctionTests, Problem
from backend.grading.verdict import Limits, Mode, Status, Verdict
from backend.grading.worker import Worker

_GENEROUS_CPU_SECONDS = 20.0
_TIMES_REFERENCE = 10


@dataclass(frozen=True)
class Plan:
    """How a problem's samples are graded; `trouble` says why its own tests cannot be trusted."""

    mode: Mode
    limits: Limits
    trouble: str = ""


def calibrate(worker: Worker, problem: Problem, limits: Limits) -> Plan:
    """Return the plan for a problem.

    The reference runs twice in each mode until one passes both times. Programs may use ten times
    its CPU time, rounded up to half seconds, and at least what `limits` says. Without a reference
    the tests run in a box of their own under `limits`.
    """
    modes = [Mode.CALLS, Mode.TOGETHER]
    if not isinstance(problem.tests, FunctionTests):
        modes = [Mode.SCRIPT]
    if problem.untested or problem.reference is None:
        return Plan(modes[0], limits, problem.untested)
    generous = replace(limits, cpu_seconds=max(_GENEROUS_CPU_SECONDS, limits.cpu_seconds))
    troubles = []
    for mode in modes:
        runs = [worker.grade(problem, problem.reference, mode, generous) for _ in range(2)]
        if all(run.passed for run in runs):
            return Plan(mode, _limits(runs, limits))
        troubles.append(_trouble(runs))
    return Plan(modes[-1], limits, troubles[-1])


def _limits(runs: list[Verdict], limits: Limits) -> Limits:
    longest = max(run.cpu_seconds for run in runs)
    allowed = math.ceil(2 * _TIMES_REFERENCE * longest) / 2
    return replace(limits, cpu_seconds=max(limits.cpu_seconds, allowed))


def _trouble(runs: list[Verdict]) -> str:
    bad = next(run for run in runs if not run.passed)
    if bad.status is Status.UNSCORED:
        return f"its reference could not be run: {bad.detail}"
    flaky = any(run.passed for run in runs)
    what = "sometimes fails" if flaky else "fails"
    return f"its reference {what} its own tests here: {bad.status}, {bad.detail}"

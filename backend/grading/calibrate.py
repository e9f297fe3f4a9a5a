"""Run a problem's reference first, to learn if the problem is sound here and what it costs."""

import math
import re
from dataclasses import dataclass, replace

from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, Problem
from backend.records.verdict import Limits, Mode, Status, Verdict

_GENEROUS_CPU_SECONDS = 20.0
_TIMES_REFERENCE = 10
_NOT_THERE = re.compile(r"^(?:case \d+: )?(?:ModuleNotFound|Import)Error: (.*)")
_MODULE = re.compile(r"No module named '([\w.]+)'")


@dataclass(frozen=True)
class Plan:
    """How a problem's samples are graded; `trouble` says why its own tests cannot be trusted.

    `in_place` and `unsure` are as in `Worker.grade`. `missing` names a module that its tests or
    its reference need and the box does not have: nothing can be said of any program.
    """

    mode: Mode
    limits: Limits
    trouble: str = ""
    in_place: bool = False
    unsure: bool = False
    missing: str = ""

    def grade(self, worker: Worker, problem: Problem, program: str) -> Verdict:
        """Run a program against the problem's tests in this way."""
        if self.missing:
            detail = f"the tests need {self.missing}, which the sandbox does not have"
            return Verdict(Status.UNSCORED, detail, 0.0, self.mode, self.missing)
        return worker.grade(
            problem,
            program,
            self.mode,
            self.limits,
            in_place=self.in_place,
            unsure=self.unsure,
        )


def calibrate(worker: Worker, problem: Problem, limits: Limits) -> Plan:
    """Return the plan for a problem.

    The reference runs twice in each way, from the safest on, until one passes both times. Programs
    may use ten times its CPU time, rounded up to half seconds, and at least what `limits` says.
    Without a reference, or with one that lacks a package to run, they may use what the benchmark
    allows; the tests run in a box of their own as long as nothing hinders them.
    """
    alone = _without_reference(problem, limits)
    if problem.untested or problem.reference is None:
        return replace(alone, trouble=problem.untested)
    generous = replace(limits, cpu_seconds=max(_GENEROUS_CPU_SECONDS, limits.cpu_seconds))
    plan, runs = alone, []
    for plan in _ways(problem, generous):
        runs = [plan.grade(worker, problem, problem.reference) for _ in range(2)]
        if all(run.passed for run in runs):
            return replace(plan, limits=_limits(runs, limits))
        if any(run.missing for run in runs):
            break
    trouble = _trouble(runs)
    if missing := _missing(runs):
        if plan.mode is Mode.SCRIPT:
            return replace(alone, trouble=trouble)
        return replace(plan, missing=missing)
    return replace(plan, limits=limits, trouble=trouble)


def _without_reference(problem: Problem, limits: Limits) -> Plan:
    if not limits.exact:
        limits = replace(limits, cpu_seconds=max(limits.cpu_seconds, problem.seconds))
    if not isinstance(problem.tests, FunctionTests):
        return Plan(Mode.SCRIPT, limits)
    return Plan(Mode.CALLS, limits, in_place=True, unsure=True)


def _ways(problem: Problem, limits: Limits) -> list[Plan]:
    if not isinstance(problem.tests, FunctionTests):
        return [Plan(Mode.SCRIPT, limits)]
    calls = Plan(Mode.CALLS, limits)
    return [calls, replace(calls, in_place=True), Plan(Mode.TOGETHER, limits)]


def _limits(runs: list[Verdict], limits: Limits) -> Limits:
    if limits.exact:
        return limits
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


def _missing(runs: list[Verdict]) -> str:
    """Return the name of the module for want of which a reference did not run, if so."""
    for run in runs:
        if run.missing:
            return run.missing
        if found := _NOT_THERE.match(run.detail):
            named = _MODULE.search(found[1])
            return named[1] if named else found[1]
    return ""

"""Rankers that run the samples in the sandbox, on test cases that a model wrote."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.errors import InterruptedWorkError, UserError
from backend.grading.tiers import Tier
from backend.grading.workers import Workers
from backend.rankers import agreement
from backend.rankers.generated_tests import GeneratedTests, calls
from backend.rankers.ranker import Group, Scores, Work
from backend.records.problem import FunctionTests, Probes, Problem
from backend.records.ranker_name import Kind
from backend.records.verdict import Limits

LIMITS = Limits(cpu_seconds=0.1)  # for each call: generated tests are small
_MOST_INPUTS = 100
_FAILURES = ("raised ", "ended", "given up", "unsendable")


class Prober(Workers):
    """Workers that run programs on expressions. Leaving it ends every box."""

    def __init__(
        self, tier: Tier, tests: Mapping[str, GeneratedTests], size: int | None = None
    ) -> None:
        """Say which generated tests belong to which problem, and how many workers there are."""
        super().__init__(tier, size)
        self.tests = tests
        self._last: tuple[Group, Results] | None = None

    def results(self, group: Group) -> "Results":
        """Run a group's samples, equal programs once; the last group's results are kept.

        Raises:
            InterruptedWorkError: if the sandbox kept failing.
        """
        if self._last is None or self._last[0] is not group:
            self._last = group, self._run(group)
        return self._last[1]

    def _run(self, group: Group) -> "Results":
        tests = self.tests.get(group.problem.id, GeneratedTests())
        probes, n_tests = probes_of(group.problem, tests)
        started = time.monotonic()
        different = list(dict.fromkeys(sample.program for sample in group.samples))
        if not probes.expressions:
            found: list[list[str] | None] = [[] for _ in different]
        else:
            at_work = [self.submit(self._probe, probes, program) for program in different]
            found = [future.result() for future in at_work]
        by_program = dict(zip(different, found, strict=True))
        seconds = time.monotonic() - started
        rows = []
        for sample in group.samples:
            row = by_program[sample.program]
            if row is None:
                raise InterruptedWorkError(f"the sandbox failed on problem {group.problem.id}")
            rows.append(row)
        passed = np.array(
            [[value == "true" for value in row[:n_tests]] for row in rows], dtype=bool
        )
        work = Work(seconds, len(different))
        return Results(passed, [row[n_tests:] for row in rows], work)

    def _probe(self, probes: Probes, program: str) -> list[str] | None:
        return self.mine.probe(probes, program, LIMITS)


@dataclass(frozen=True)
class Results:
    """What samples did: `passed` is samples x tests, `outputs` each sample's on each input."""

    passed: NDArray[np.bool_]
    outputs: list[list[str]]
    work: Work

    def comparable(self) -> list[list[object]]:
        """Return the outputs with every failure unlike any other: failures agree with nobody."""
        return [
            [object() if value.startswith(_FAILURES) else value for value in row]
            for row in self.outputs
        ]


def probes_of(problem: Problem, tests: GeneratedTests) -> tuple[Probes, int]:
    """Return the expressions to evaluate, first the tests and then the inputs; how many tests.

    Inputs are those of the tests, and those that come without one.

    Raises:
        UserError: if the problem is no function to call.
    """
    if not isinstance(problem.tests, FunctionTests):
        raise UserError(f"problem {problem.id} reads and writes: only functions can be probed")
    setup, entries = problem.tests.setup, problem.tests.entries
    expressions = (*tests.assertions, *tests.inputs)
    inputs = dict.fromkeys(call for each in expressions if (call := calls(each, entries)))
    checks = [f"bool({test})" for test in tests.assertions]
    return Probes(setup, entries, (*checks, *list(inputs)[:_MOST_INPUTS])), len(checks)


@dataclass(frozen=True)
class ByExecution:
    """Scores a group by what its programs did."""

    prober: Prober
    score: Callable[[Results], NDArray[np.float64]]

    def scores(self, group: Group) -> Scores:
        """Score a group."""
        results = self.prober.results(group)
        return Scores(self.score(results).tolist(), (results.work,))


def execution_ranker(name: str, prober: Prober) -> ByExecution:
    """Return one of the rankers of `EXECUTION`; those of one prober share their results."""
    return ByExecution(prober, EXECUTION[name])


EXECUTION: Mapping[str, Callable[[Results], NDArray[np.float64]]] = {
    Kind.TESTS_PASSED: lambda results: agreement.tests_passed(results.passed),
    Kind.CODET: lambda results: agreement.dual_agreement(results.passed),
    Kind.CONSENSUS: lambda results: agreement.largest_cluster(results.comparable()),
    Kind.CONSENSUS_MBR: lambda results: agreement.mean_agreement(results.comparable()),
}

"""Rankers that run the samples in the sandbox, on test cases that a model wrote."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from backend.benchmarks.problem import FunctionTests, Probes, Problem
from backend.errors import InterruptedWorkError, UserError
from backend.grading.tiers import Tier
from backend.grading.verdict import Limits
from backend.grading.worker import Worker
from backend.rankers import agreement
from backend.rankers.generated_tests import calls
from backend.rankers.ranker import Group, Scores

LIMITS = Limits(cpu_seconds=0.1)  # for each call: generated tests are small
_MOST_INPUTS = 100
_FAILURES = ("raised ", "ended", "given up", "unsendable")


class Prober:
    """Runs programs on expressions, many at a time. Leaving it ends every box."""

    def __init__(self, tier: Tier, tests: Mapping[str, Sequence[str]], size: int) -> None:
        """Say which assertions belong to which problem, and how many workers there are."""
        self.tests = tests
        self._own = threading.local()
        self._workers: list[Worker] = []
        self._numbers = count()
        self._tier = tier
        self._executor = ThreadPoolExecutor(size, initializer=self._start)
        self._last: tuple[Group, Results] | None = None

    def __enter__(self) -> "Prober":
        """Return the prober."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all boxes, also those at work."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._executor.shutdown()
        for worker in self._workers:
            worker.kill()

    def results(self, group: Group) -> "Results":
        """Run a group's samples, equal programs once; the last group's results are kept.

        Raises:
            InterruptedWorkError: if the sandbox kept failing.
        """
        if self._last is None or self._last[0] is not group:
            self._last = group, self._run(group)
        return self._last[1]

    def _run(self, group: Group) -> "Results":
        probes, n_tests = probes_of(group.problem, self.tests.get(group.problem.id, ()))
        started = time.monotonic()
        different = list(dict.fromkeys(sample.program for sample in group.samples))
        if not probes.expressions:
            found: list[list[str] | None] = [[] for _ in different]
        else:
            found = list(
                self._executor.map(lambda program: self._probe(probes, program), different)
            )
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
        return Results(passed, [row[n_tests:] for row in rows], seconds)

    def _probe(self, probes: Probes, program: str) -> list[str] | None:
        worker: Worker = self._own.worker
        return worker.probe(probes, program, LIMITS)

    def _start(self) -> None:
        self._own.worker = Worker(self._tier, next(self._numbers))
        self._workers.append(self._own.worker)


@dataclass(frozen=True)
class Results:
    """What samples did: `passed` is samples x tests, `outputs` each sample's on each input.

    `seconds` is the wall time of running them all.
    """

    passed: NDArray[np.bool_]
    outputs: list[list[str]]
    seconds: float

    def comparable(self) -> list[list[object]]:
        """Return the outputs with every failure unlike any other: failures agree with nobody."""
        return [
            [object() if value.startswith(_FAILURES) else value for value in row]
            for row in self.outputs
        ]


def probes_of(problem: Problem, tests: Sequence[str]) -> tuple[Probes, int]:
    """Return the expressions to evaluate, first the tests and then the inputs; how many tests.

    Raises:
        UserError: if the problem is no function to call.
    """
    if not isinstance(problem.tests, FunctionTests):
        raise UserError(f"problem {problem.id} reads and writes: only functions can be probed")
    setup, entries = problem.tests.setup, problem.tests.entries
    inputs = dict.fromkeys(call for test in tests if (call := calls(test, entries)))
    checks = [f"bool({test})" for test in tests]
    return Probes(setup, entries, (*checks, *list(inputs)[:_MOST_INPUTS])), len(checks)


@dataclass(frozen=True)
class ByExecution:
    """Scores a group by what its programs did."""

    how: str
    prober: Prober
    score: Callable[[Results], NDArray[np.float64]]

    def scores(self, group: Group) -> Scores:
        """Score a group."""
        results = self.prober.results(group)
        return Scores(self.score(results).tolist(), shared_seconds=results.seconds)


def execution_rankers(prober: Prober) -> dict[str, ByExecution]:
    """Return the rankers that share a prober, by name."""
    return {
        "tests-passed": ByExecution(
            "how many generated tests a sample passes",
            prober,
            lambda results: agreement.tests_passed(results.passed),
        ),
        "codet": ByExecution(
            "dual execution agreement: samples and generated tests that agree (CodeT)",
            prober,
            lambda results: agreement.dual_agreement(results.passed),
        ),
        "consensus": ByExecution(
            "how many samples give the same outputs on all generated inputs",
            prober,
            lambda results: agreement.largest_cluster(results.comparable()),
        ),
        "consensus-mbr": ByExecution(
            "the share of samples that give the same output, averaged over generated inputs",
            prober,
            lambda results: agreement.mean_agreement(results.comparable()),
        ),
    }


EXECUTION = ("tests-passed", "codet", "consensus", "consensus-mbr")

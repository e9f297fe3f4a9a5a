"""Grade many programs at once, each different one once."""

import threading
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from backend.benchmarks.problem import Problem
from backend.grading.calibrate import Plan, calibrate
from backend.grading.tiers import Tier
from backend.grading.verdict import Limits, Status, Verdict
from backend.grading.workers import Workers

_CHUNK = 25  # programs of one problem that a worker takes at a time
_AHEAD = 4  # chunks in waiting for each worker

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class _Chunk(Generic[Key]):
    problem: Problem
    programs: list[tuple[str, list[Key]]]


class Pool(Workers):
    """Workers that grade. Use as a context manager: leaving it ends every box."""

    def __init__(self, tier: Tier, size: int | None = None, limits: Limits | None = None) -> None:
        """Make a pool of `size` workers, by default one for each CPU."""
        super().__init__(tier, size)
        self._limits = limits or Limits()
        self._plans: dict[str, Plan] = {}
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def troubles(self) -> dict[str, str]:
        """Return the problems graded so far whose own tests cannot be trusted, and why."""
        return {name: plan.trouble for name, plan in self._plans.items() if plan.trouble}

    def plan(self, problem: Problem) -> Plan:
        """Return how a problem is graded; its reference runs once, by whoever asks first."""
        with self._locks[problem.id]:
            if problem.id not in self._plans:
                self._plans[problem.id] = calibrate(self.mine, problem, self._limits)
            return self._plans[problem.id]

    def grade(
        self, items: Iterable[tuple[Key, Problem, str]]
    ) -> Iterator[list[tuple[Key, Verdict]]]:
        """Grade programs; yield verdicts by the chunk, in whatever order they are done.

        Args:
            items: a key of the caller's, the problem and the program; problem by problem, of which
                only a few are held at a time. Equal programs of a problem run once and share the
                verdict.
        """
        chunks = _chunks(items)
        at_work: set[Future[list[tuple[Key, Verdict]]]] = set()
        while True:
            for chunk in chunks:
                at_work.add(self.submit(self._grade_chunk, chunk))
                if len(at_work) >= _AHEAD * self.size:
                    break
            if not at_work:
                return
            done, at_work = wait(at_work, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()

    def _grade_chunk(self, chunk: _Chunk[Key]) -> list[tuple[Key, Verdict]]:
        plan = self.plan(chunk.problem)
        worker = self.mine
        if why := chunk.problem.untested:
            nothing = Verdict(Status.UNSCORED, why, 0.0, plan.mode)
            return [(key, nothing) for _, keys in chunk.programs for key in keys]
        return [
            (key, verdict)
            for program, keys in chunk.programs
            for verdict in [worker.grade(chunk.problem, program, plan.mode, plan.limits)]
            for key in keys
        ]


def _chunks(items: Iterable[tuple[Key, Problem, str]]) -> Iterator[_Chunk[Key]]:
    for _, group in groupby(items, key=lambda item: item[1].id):
        of_problem = list(group)
        problem = of_problem[0][1]
        programs: dict[str, list[Key]] = defaultdict(list)
        for key, _, program in of_problem:
            programs[program].append(key)
        different = list(programs.items())
        for start in range(0, len(different), _CHUNK):
            yield _Chunk(problem, different[start : start + _CHUNK])

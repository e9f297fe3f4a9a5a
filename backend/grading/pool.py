"""Grade many programs at once, each different one once."""

import threading
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from backend.grading.calibrate import Plan, calibrate
from backend.grading.tiers import Tier
from backend.grading.workers import Workers
from backend.records.problem import Problem
from backend.records.verdict import Limits, Status, Verdict

_CHUNK = 25  # programs of one problem that a worker takes at a time
_AHEAD = 4  # chunks in waiting for each worker
_SECONDS = 1.0  # the longest that a caller hears nothing

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class _Chunk(Generic[Key]):
    problem: Problem
    programs: list[tuple[str, list[Key]]]


class Pool(Workers):
    """Workers that grade. Use as a context manager: leaving it ends every box."""

    def __init__(
        self,
        tier: Tier,
        size: int | None = None,
        limits: Limits | None = None,
        packages: Path | None = None,
    ) -> None:
        """Make a pool of `size` workers, by default one for each CPU."""
        super().__init__(tier, size, packages)
        self._limits = limits or Limits()
        self._plans: dict[str, Plan] = {}
        self._missing: dict[str, str] = {}
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def troubles(self) -> dict[str, str]:
        """Return the problems graded so far whose own tests cannot be trusted, and why."""
        return {name: plan.trouble for name, plan in self._plans.items() if plan.trouble}

    def missing(self) -> dict[str, str]:
        """Return the problems graded so far whose tests need a module that is not there."""
        return dict(self._missing)

    def plan(self, problem: Problem) -> Plan:
        """Return how a problem is graded; its reference runs once, by whoever asks first."""
        with self._locks[problem.id]:
            if problem.id not in self._plans:
                self._plans[problem.id] = calibrate(self.mine, problem, self._limits)
            return self._plans[problem.id]

    def grade(
        self, items: Iterable[tuple[Key, Problem, str]]
    ) -> Iterator[list[tuple[Key, Verdict]]]:
        """Grade programs; yield verdicts as they come, in whatever order they are done.

        Args:
            items: a key of the caller's, the problem and the program; problem by problem, of which
                only a few are held at a time. Equal programs of a problem run once and share the
                verdict.

        Yields:
            The verdicts of a program; nothing, an empty list, where none came for a second, so
            that the caller can do what it does each second.
        """
        chunks = _chunks(items)
        results: SimpleQueue[list[tuple[Key, Verdict]] | Future[None]] = SimpleQueue()
        at_work = 0
        while True:
            for chunk in islice(chunks, _AHEAD * self.size - at_work):
                self.submit(self._grade_chunk, chunk, results).add_done_callback(results.put)
                at_work += 1
            if not at_work:
                return
            try:
                came = results.get(timeout=_SECONDS)
            except Empty:
                yield []
                continue
            if isinstance(came, Future):
                came.result()  # raises what went wrong
                at_work -= 1
            else:
                yield came

    def _grade_chunk(
        self,
        chunk: _Chunk[Key],
        results: "SimpleQueue[list[tuple[Key, Verdict]] | Future[None]]",
    ) -> None:
        plan = self.plan(chunk.problem)
        untested = Verdict(Status.UNSCORED, chunk.problem.untested, 0.0, plan.mode)
        for program, keys in chunk.programs:
            verdict = untested
            if not chunk.problem.untested:
                verdict = plan.grade(self.mine, chunk.problem, program)
            if verdict.missing:
                self._missing[chunk.problem.id] = verdict.missing
            results.put([(key, verdict) for key in keys])


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

"""A pair of boxes, candidates in one and tests in the other: programs are started, and end."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backend.grading.box import Box, BoxFailedError, BoxNotReadyError
from backend.grading.boxes import Boxes
from backend.grading.ended import Report
from backend.grading.inside import wire
from backend.records.problem import FunctionTests
from backend.records.verdict import Limits, Mode

TESTER_SECONDS = 60.0  # above the CPU time that tests may use by themselves
RUNNER_SECONDS = 10.0  # to kill and reap


class Pair:
    """A worker's boxes, with the tests that are loaded in one of them. Not shared by threads."""

    def __init__(self, boxes: Boxes) -> None:
        """Start nothing yet."""
        self.boxes = boxes
        self._loaded: FunctionTests | None = None

    def close(self) -> None:
        """End all boxes."""
        self.boxes.close()
        self._loaded = None

    def kill(self) -> None:
        """End all boxes at once, whatever they do."""
        self.boxes.kill()
        self._loaded = None

    @contextmanager
    def started(
        self, runner: Box, order: dict[str, Any], job: dict[str, Any], *more: int
    ) -> Iterator[socket.socket]:
        """Start a child in a runner's box and give it its job; yield the line to it.

        The runner itself sees the order alone, and hands on the line and `more` descriptors.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                runner.send(order, (theirs.fileno(), *more))
            ours.settimeout(order["wall"])
            try:
                wire.send(ours, job)
            except OSError as error:
                raise BoxFailedError("a box did not take its job") from error
            ours.settimeout(None)
            yield ours

    def first_report(
        self, answers: socket.socket, line: socket.socket, wall: float
    ) -> Report | None:
        """Wait for an answer; return the runner's report if that comes first.

        Then the candidate is gone, whoever else may still hold its end of the line: who waits
        there finds what it said, and the end.
        """
        runner = self.boxes.named("candidates").socket
        ready = select.select([answers, runner], [], [], wall + TESTER_SECONDS)[0]
        if answers in ready or runner not in ready:
            return None
        report = self.report_of("candidates", wall)
        line.shutdown(socket.SHUT_RD)
        return report

    def end(self, wall: float) -> Report:
        """Let the runner end the candidate, if it has not yet; return its report."""
        self.boxes.named("candidates").send({"done": True})
        return self.report_of("candidates", wall)

    def report_of(self, name: str, wall: float) -> Report:
        """Return what a runner says of the child that ended; a box with any trace of it goes."""
        report: Report = self.boxes.named(name).receive(wall + RUNNER_SECONDS)
        if not report["clean"] or report["leftovers"] or self.boxes.serve_one_program:
            self.boxes.drop(name)  # never let one program meet what another left behind
        return report

    def tester_for(self, tests: FunctionTests) -> Box:
        """Return the tests' box, with these tests loaded in it.

        Raises:
            BoxNotReadyError: if it does not take them.
        """
        if self._loaded is not None and not self._heard("free").get("clean"):
            self.boxes.drop("tests")  # tests of one candidate left something behind
            self._loaded = None
        if self._loaded is not None and self._loaded != tests:
            self.boxes.tests().send({"next": True})
            if not self._heard("closed").get("clean"):
                self.boxes.drop("tests")
            self._loaded = None
        tester = self.boxes.tests()
        if self._loaded is None:
            tester.send({"setup": tests.setup, "tests": tests.tests, "entries": tests.entries})
            self._heard("free")
            self._loaded = tests
        return tester

    def _heard(self, what: str) -> dict[str, Any]:
        try:
            said: dict[str, Any] = self.boxes.named("tests").receive(TESTER_SECONDS)
        except BoxFailedError as error:
            raise BoxNotReadyError(str(error)) from error
        if what not in said:
            raise BoxNotReadyError(str(said.get("detail", "the tester lost its way")))
        return said


def order_for(mode: Mode, limits: Limits) -> dict[str, Any]:
    """Return what a runner is told of a program."""
    return {
        "mode": mode.value,
        "cpu": limits.cpu_seconds,
        "wall": limits.wall_seconds,
        "memory": limits.memory_bytes,
        "each": 0,
    }


def pipes_of(line: socket.socket) -> list[int]:
    """Return the pipes that a script's child hands over before the script is anything to it."""
    line.settimeout(RUNNER_SECONDS)
    try:
        _, pipes = wire.receive(line, max_fds=2)
    except (OSError, EOFError, wire.NotAValueError) as error:
        raise BoxFailedError("a box did not hand over its streams") from error
    return pipes


def probed(answers: socket.socket, most: int) -> dict[str, Any]:
    """Return what a prober says: `status` and at most so many texts `found`."""
    try:
        said, _ = wire.receive(answers, limit=wire.MAX_MESSAGE)
    except (OSError, EOFError, wire.NotAValueError) as error:
        raise BoxFailedError("a prober gave no answer") from error
    right = type(said) is dict and type(said.get("found")) is list and "status" in said
    if not right or len(said["found"]) > most or not all(type(one) is str for one in said["found"]):
        raise BoxFailedError("a prober answers what it was not asked")
    answer: dict[str, Any] = said
    return answer

"""A pair of boxes, candidates in one and tests in the other, that grades program by program."""

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from backend.grading import ended
from backend.grading.box import Box, BoxFailedError, BoxNotReadyError
from backend.grading.boxes import Boxes
from backend.grading.compare import same_output
from backend.grading.ended import Report
from backend.grading.inside import probe, wire
from backend.grading.tiers import Tier
from backend.grading.written import Written
from backend.records.problem import FunctionTests, Probes, Problem
from backend.records.verdict import Limits, Mode, Status, Verdict

_ATTEMPTS = 3
_STARTS = 3
_TESTER_SECONDS = 60.0  # above the CPU time that tests may use by themselves
_RUNNER_SECONDS = 10.0  # to kill and reap
_PROBER_CPU_SECONDS = 20.0  # to compile all expressions
_SAID = {*Status, "gone", "unsendable"}  # by a tester
MAX_PROGRAM = 1 << 20

# What a box that is well must do.
_CONTROL = Problem("control", "", FunctionTests("", "assert one() == 1", ("one",)))
_CONTROL_PROGRAM = "def one():\n    return 1\n"


Found = TypeVar("Found")


@dataclass(frozen=True)
class _Broken:
    """Boxes failed each time; `by_program`, because of the program that ran in them."""

    trouble: str
    by_program: bool


class Worker:
    """Grades one program at a time. Not shared between threads; close it when done."""

    def __init__(self, tier: Tier, number: int = 0, packages: Path | None = None) -> None:
        """Make worker `number`, whose programs have users of their own. Boxes start later.

        `packages` is a folder of packages that are there in its boxes.
        """
        self._boxes = Boxes(tier, number, packages)
        self._loaded: FunctionTests | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        """Return the worker."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the worker."""
        self.close()

    def grade(
        self,
        problem: Problem,
        program: str,
        mode: Mode,
        limits: Limits,
        *,
        in_place: bool = False,
        unsure: bool = False,
    ) -> Verdict:
        """Run a program against a problem's tests.

        A box that fails is replaced and the program tried again. A program whose box fails three
        times, where another's does not, has broken it and failed; otherwise it is unscored.

        Args:
            problem: whose tests.
            program: the candidate, whole.
            mode: where the tests run.
            limits: what the program may use.
            in_place: what functions change in their arguments is changed for the tests as well.
            unsure: no reference said that `mode` fits. Where something cannot cross between the
                boxes, the tests then run in the program's own process. If what cannot cross is
                the tests' own, their verdict counts; if it is the program's, which may have meant
                to get there, only a failure does.
        """
        if len(program) > MAX_PROGRAM:
            return Verdict(Status.FAILED, "the program is longer than 1 MiB", 0.0, mode)
        if mode is Mode.SCRIPT:
            found = self._attempt(lambda: self._script(problem, program, limits))
        else:
            found = self._attempt(
                lambda: self._functions(
                    problem, program, mode, limits, in_place=in_place, unsure=unsure
                )
            )
        if isinstance(found, Verdict):
            return found
        if found.by_program:
            detail = f"it broke its box three times: {found.trouble}"
            return Verdict(Status.FAILED, detail, 0.0, mode)
        return Verdict(Status.UNSCORED, found.trouble, 0.0, mode)

    def probe(self, probes: Probes, program: str, limits: Limits) -> list[str] | None:
        """Return what each expression gives with the program: its value as text, or how it failed.

        Each call has `limits.cpu_seconds` to itself. A program that ends in the midst of an
        expression is started anew after it, three times in all; the rest is then given up.
        All of it is given up where the program breaks its box three times. None where the boxes
        failed by themselves: nothing is known.
        """
        found = self._attempt(lambda: self._probe(probes, program, limits))
        if isinstance(found, list):
            return found
        return ["given up"] * len(probes.expressions) if found.by_program else None

    def close(self) -> None:
        """End all boxes."""
        self._boxes.close()
        self._loaded = None

    def kill(self) -> None:
        """End all boxes at once, whatever they do."""
        self._boxes.kill()
        self._loaded = None

    def stop(self) -> None:
        """End all boxes from another thread; whatever was being graded stays unscored."""
        self._stopped = True
        self._boxes.stop()

    def _attempt(self, action: Callable[[], Found]) -> "Found | _Broken":
        """Do something in the boxes, in new ones where they fail, three times in all."""
        trouble, at_work = "", 0
        for _ in range(_ATTEMPTS):
            if self._stopped:
                break
            try:
                return action()
            except BoxFailedError as error:
                trouble = str(error)
                at_work += not isinstance(error, BoxNotReadyError)
                self.kill()
        if self._stopped:
            return _Broken("the grader was stopped", by_program=False)
        return _Broken(trouble, by_program=at_work == _ATTEMPTS and self._works())

    def _works(self) -> bool:
        """Tell whether boxes do what they should for a program that does no harm."""
        try:
            return self._functions(_CONTROL, _CONTROL_PROGRAM, Mode.CALLS, Limits()).passed is True
        except BoxFailedError:
            self.kill()
            return False

    def _functions(
        self,
        problem: Problem,
        program: str,
        mode: Mode,
        limits: Limits,
        *,
        in_place: bool = False,
        unsure: bool = False,
    ) -> Verdict:
        tests = problem.tests
        assert isinstance(tests, FunctionTests)
        runner, tester = self._boxes.candidates(limits.processes), self._tester_for(tests)
        job = {"program": program, "entries": tests.entries}
        with self._started(runner, _order(mode, limits), job) as line:
            together = mode is Mode.TOGETHER
            tester.send({"together": together, "in_place": in_place}, (line.fileno(),))
            report = self._first_report(tester.socket, line, limits.wall_seconds)
        said = tester.receive(limits.wall_seconds + _TESTER_SECONDS)
        if said.get("status") not in _SAID:
            raise BoxFailedError(str(said.get("detail", "a tester gave no verdict")))
        report = report or self._end(limits.wall_seconds)
        if said["status"] == "unsendable" and unsure:
            way = self._functions(problem, program, Mode.TOGETHER, limits)
            return _trusted(way, said)
        return ended.over_cpu(report, limits, mode) or _judged(said, report, limits, mode)

    def _probe(self, probes: Probes, program: str, limits: Limits) -> list[str]:
        found: list[str] = []
        count = len(probes.expressions)
        job = {"program": program, "entries": probes.entries}
        for _ in range(_STARTS):
            runner, prober = self._boxes.candidates(limits.processes), self._boxes.prober()
            each = count * limits.cpu_seconds
            wall = limits.wall_seconds + each
            order = _order(Mode.CALLS, limits) | {"wall": wall, "each": each}
            expressions = probes.expressions[len(found) :]
            asked = {"setup": probes.setup, "entries": probes.entries, "expressions": expressions}
            probing = order | {
                "mode": "probe",
                "cpu": _PROBER_CPU_SECONDS,
                "each": _PROBER_CPU_SECONDS + count * probe.CPU_SECONDS,
                "wall": wall + _TESTER_SECONDS,
            }
            with (
                self._started(runner, order, job) as line,
                self._started(prober, probing, asked, line.fileno()) as answers,
            ):
                report = self._first_report(answers, line, wall)
                said = _answer(answers, count - len(found))
            if report is None:
                self._end(wall)
            self._read_report("prober", wall + _TESTER_SECONDS)
            found += said["found"]
            if said["status"] != "gone" or len(found) >= count:
                break
            found.append("ended")
        return found + ["given up"] * (count - len(found))

    def _script(self, problem: Problem, program: str, limits: Limits) -> Verdict:
        cpu = 0.0
        assert not isinstance(problem.tests, FunctionTests)
        for number, (given, expected) in enumerate(problem.tests.cases, start=1):
            verdict = self._case(program, given, expected, limits)
            cpu += verdict.cpu_seconds
            if not verdict.passed:
                detail = f"case {number}: {verdict.detail}"
                return replace(verdict, detail=detail, cpu_seconds=cpu)
        return Verdict(Status.PASSED, "", cpu, Mode.SCRIPT)

    def _case(self, program: str, given: str, expected: str, limits: Limits) -> Verdict:
        most = limits.output_for(expected)
        runner = self._boxes.candidates(limits.processes)
        job = {"program": program, "stdin": given}
        with self._started(runner, _order(Mode.SCRIPT, limits), job) as line:
            pipes = _pipes(line)
        with closing(Written(pipes, most)) as written:
            written.collect(runner, limits.wall_seconds + _RUNNER_SECONDS)
            report = self._end(limits.wall_seconds)
            written.read()
        output, errors = written.texts()
        cpu = report["cpu"]
        if written.overflow:
            detail = f"it wrote more than {most / (1 << 20):.3g} MiB"
            return Verdict(Status.FAILED, detail, cpu, Mode.SCRIPT)
        if late := ended.over_cpu(report, limits, Mode.SCRIPT):
            return late
        if report["exit"] != 0 or report["end"] != "itself":
            return ended.script_died(report, errors, limits)
        if not same_output(output, expected):
            return Verdict(Status.FAILED, "wrong output", cpu, Mode.SCRIPT)
        return Verdict(Status.PASSED, "", cpu, Mode.SCRIPT)

    @contextmanager
    def _started(
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

    def _first_report(
        self, answers: socket.socket, line: socket.socket, wall: float
    ) -> Report | None:
        """Wait for an answer; return the runner's report if that comes first.

        Then the candidate is gone, whoever else may still hold its end of the line: who waits
        there finds what it said, and the end.
        """
        runner = self._boxes.named("candidates").socket
        ready = select.select([answers, runner], [], [], wall + _TESTER_SECONDS)[0]
        if answers in ready or runner not in ready:
            return None
        report = self._read_report("candidates", wall)
        line.shutdown(socket.SHUT_RD)
        return report

    def _end(self, wall: float) -> Report:
        """Let the runner end the candidate, if it has not yet; return its report."""
        self._boxes.named("candidates").send({"done": True})
        return self._read_report("candidates", wall)

    def _read_report(self, name: str, wall: float) -> Report:
        report: Report = self._boxes.named(name).receive(wall + _RUNNER_SECONDS)
        if not report["clean"] or report["leftovers"] or self._boxes.serve_one_program:
            self._boxes.drop(name)  # never let one program meet what another left behind
        return report

    def _tester_for(self, tests: FunctionTests) -> Box:
        if self._loaded is not None and not self._heard("free").get("clean"):
            self._boxes.drop("tests")  # tests of one candidate left something behind
            self._loaded = None
        if self._loaded is not None and self._loaded != tests:
            self._boxes.tests().send({"next": True})
            if not self._heard("closed").get("clean"):
                self._boxes.drop("tests")
            self._loaded = None
        tester = self._boxes.tests()
        if self._loaded is None:
            tester.send({"setup": tests.setup, "tests": tests.tests, "entries": tests.entries})
            self._heard("free")
            self._loaded = tests
        return tester

    def _heard(self, what: str) -> dict[str, Any]:
        try:
            said: dict[str, Any] = self._boxes.named("tests").receive(_TESTER_SECONDS)
        except BoxFailedError as error:
            raise BoxNotReadyError(str(error)) from error
        if what not in said:
            raise BoxNotReadyError(str(said.get("detail", "the tester lost its way")))
        return said


def _order(mode: Mode, limits: Limits) -> dict[str, Any]:
    return {
        "mode": mode.value,
        "cpu": limits.cpu_seconds,
        "wall": limits.wall_seconds,
        "memory": limits.memory_bytes,
        "each": 0,
    }


def _pipes(line: socket.socket) -> list[int]:
    """Return the pipes that a script's child hands over before the script is anything to it."""
    line.settimeout(_RUNNER_SECONDS)
    try:
        _, pipes = wire.receive(line, max_fds=2)
    except (OSError, EOFError, wire.NotAValueError) as error:
        raise BoxFailedError("a box did not hand over its streams") from error
    return pipes


def _answer(answers: socket.socket, most: int) -> dict[str, Any]:
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


def _judged(said: dict[str, Any], report: Report, limits: Limits, mode: Mode) -> Verdict:
    status, detail = said["status"], said["detail"]
    if status == "gone":
        return ended.died(report, limits, mode)
    if status == "unsendable":
        return Verdict(Status.FAILED, f"not comparable: {detail}", report["cpu"], mode)
    return Verdict(Status(status), detail, report["cpu"], mode, said.get("missing", ""))


def _trusted(verdict: Verdict, said: dict[str, Any]) -> Verdict:
    """Return a verdict from the program's own process as far as it can be believed."""
    if not verdict.passed or said["tests"]:
        return verdict
    detail = f"it passes only in its own process, which could make it pass: {said['detail']}"
    return replace(verdict, status=Status.UNSCORED, detail=detail)

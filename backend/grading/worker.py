"""One pair of boxes, candidates in one and tests in the other, that grades program by program."""

import os
import signal
import socket
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from backend.benchmarks.problem import FunctionTests, Probes, Problem
from backend.grading.box import Box, BoxFailedError
from backend.grading.compare import same_output
from backend.grading.tiers import Tier
from backend.grading.verdict import Limits, Mode, Status, Verdict

_ATTEMPTS = 3
_STARTS = 3
_TESTER_SECONDS = 60.0  # above the CPU time that tests may use by themselves
_FIRST_UID = 100_000
_OUT_OF_CPU = (signal.SIGPROF, signal.SIGXCPU)
MAX_PROGRAM = 1 << 20


class Worker:
    """Grades one program at a time. Not shared between threads; close it when done."""

    def __init__(self, tier: Tier, number: int = 0, packages: Path | None = None) -> None:
        """Make worker `number`; as root each number has a user of its own. Boxes start later.

        `packages` is a folder of packages that are there in its boxes.
        """
        self._tier = tier
        self._packages = packages
        # Users are not shared with other graders: the kernel counts processes by user.
        own = _FIRST_UID + os.getpid() % 4096 * 16 + number % 16
        boxed = tier is not Tier.UNSAFE_LOCAL
        self._uid = own if os.geteuid() == 0 and boxed else 0
        self._runner: Box | None = None
        self._tester: Box | None = None
        self._processes = 0
        self._loaded: FunctionTests | Probes | None = None
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

        A box that fails is replaced and the program tried again; if that keeps happening the
        program is unscored.

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
        trouble = ""
        for _ in range(_ATTEMPTS):
            if self._stopped:
                return Verdict(Status.UNSCORED, "the grader was stopped", 0.0, mode)
            try:
                if mode is Mode.CALLS:
                    return self._calls(problem, program, limits, in_place, unsure)
                if mode is Mode.TOGETHER:
                    return self._together(problem, program, limits)
                return self._script(problem, program, limits)
            except BoxFailedError as error:
                trouble = str(error)
                self.kill()
        return Verdict(Status.UNSCORED, trouble, 0.0, mode)

    def probe(self, probes: Probes, program: str, limits: Limits) -> list[str] | None:
        """Return what each expression gives with the program: its value as text, or how it failed.

        Each call has `limits.cpu_seconds` to itself. A program that ends in the midst of an
        expression is started anew after it, three times in all; the rest is then given up.
        None where the boxes failed: nothing is known.
        """
        for _ in range(_ATTEMPTS):
            if self._stopped:
                return None
            try:
                return self._probe(probes, program, limits)
            except BoxFailedError:
                self.kill()
        return None

    def close(self) -> None:
        """End both boxes."""
        for box in (self._runner, self._tester):
            if box is not None:
                box.close()
        self._forget()

    def kill(self) -> None:
        """End both boxes at once, whatever they do."""
        for box in (self._runner, self._tester):
            if box is not None:
                box.kill()
        self._forget()

    def stop(self) -> None:
        """End both boxes from another thread; whatever was being graded stays unscored."""
        self._stopped = True
        for box in (self._runner, self._tester):
            if box is not None:
                box.stop()

    def _forget(self) -> None:
        self._runner = self._tester = self._loaded = None

    def _calls(
        self, problem: Problem, program: str, limits: Limits, in_place: bool, unsure: bool
    ) -> Verdict:
        tests = _function_tests(problem)
        tester, runner = self._tester_for(tests), self._runner_for(limits)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            job = _job(Mode.CALLS, program, limits) | {"entries": tests.entries}
            runner.send(job, (theirs.fileno(),))
            tester.send({"test": True, "in_place": in_place}, (ours.fileno(),))
        said = tester.receive(limits.wall_seconds + _TESTER_SECONDS)
        if said["status"] == "broken":
            raise BoxFailedError(said["detail"])
        if said.get("ended"):
            self._loaded = None
        runner.send({"done": True})
        report = self._report(limits)
        if said["status"] == "unsendable" and unsure:
            return _trusted(self._together(problem, program, limits), said)
        return _called(said, report, limits)

    def _probe(self, probes: Probes, program: str, limits: Limits) -> list[str]:
        found: list[str] = []
        count = len(probes.expressions)
        for _ in range(_STARTS):
            tester, runner = self._tester_for(probes), self._runner_for(limits)
            ours, theirs = socket.socketpair()
            wall = limits.wall_seconds + count * limits.cpu_seconds
            job = _job(Mode.CALLS, program, limits) | {"entries": probes.entries, "wall": wall}
            with ours, theirs:
                runner.send(job | {"each": count * limits.cpu_seconds}, (theirs.fileno(),))
                tester.send({"probe": len(found)}, (ours.fileno(),))
            said = tester.receive(wall + _TESTER_SECONDS)
            if said["status"] == "broken":
                raise BoxFailedError(said["detail"])
            runner.send({"done": True})
            self._report(limits, wall)
            found += said["found"]
            if said["status"] != "gone":
                break
            found.append("ended")
            if len(found) >= count:
                break
        return found + ["given up"] * (count - len(found))

    def _together(self, problem: Problem, program: str, limits: Limits) -> Verdict:
        tests = _function_tests(problem)
        job = _job(Mode.TOGETHER, program, limits) | asdict(tests)
        self._runner_for(limits).send(job)
        report = self._report(limits)
        verdict, cpu = report["verdict"], report["cpu"]
        if verdict == "P" and report["end"] == "itself":
            return Verdict(Status.PASSED, "", cpu, Mode.TOGETHER)
        if verdict == "forged":
            return Verdict(Status.FORBIDDEN, "it forged a verdict", cpu, Mode.TOGETHER)
        if verdict:
            name = verdict[1:].partition(":")[0]
            return Verdict(_status_of(name), verdict[1:], cpu, Mode.TOGETHER)
        return _died(report, limits, Mode.TOGETHER)

    def _script(self, problem: Problem, program: str, limits: Limits) -> Verdict:
        cpu = 0.0
        assert not isinstance(problem.tests, FunctionTests)
        for number, (given, expected) in enumerate(problem.tests.cases, start=1):
            most = limits.output_for(expected)
            job = _job(Mode.SCRIPT, program, limits) | {"stdin": given, "output": most}
            self._runner_for(limits).send(job)
            report = self._report(limits)
            cpu += report["cpu"]
            if report["overflow"]:
                detail = f"case {number}: it wrote more than {most / (1 << 20):.3g} MiB"
                return Verdict(Status.FAILED, detail, cpu, Mode.SCRIPT)
            if report["exit"] != 0 or report["end"] != "itself":
                died = _script_died(report, limits)
                return Verdict(died.status, f"case {number}: {died.detail}", cpu, Mode.SCRIPT)
            if not same_output(report["stdout"], expected):
                return Verdict(Status.FAILED, f"case {number}: wrong output", cpu, Mode.SCRIPT)
        return Verdict(Status.PASSED, "", cpu, Mode.SCRIPT)

    def _runner_for(self, limits: Limits) -> Box:
        if self._runner is not None and self._processes != limits.processes:
            self._runner.close()
            self._runner = None
        if self._runner is None:
            self._runner = self._box("runner", str(self._uid), self._allowed(limits))
            self._processes = limits.processes
        return self._runner

    def _box(self, program: str, *arguments: str) -> Box:
        return Box(self._tier, program, arguments, self._packages)

    def _allowed(self, limits: Limits) -> str:
        """Return how many processes the candidates' user may have."""
        if self._uid:
            return str(limits.processes)
        # Shared with the box's own process, or, without a box, with all that the user runs.
        return str(limits.processes + (1 if self._tier is not Tier.UNSAFE_LOCAL else 1_000))

    def _tester_for(self, tests: FunctionTests | Probes) -> Box:
        if self._tester is None:
            self._tester = self._box("tester")
        elif self._loaded is not None and self._loaded != tests:
            self._tester.send({"next": True})
            self._expect("closed")
            self._loaded = None
        if self._loaded is None:
            self._tester.send(
                {
                    "setup": tests.setup,
                    "tests": "" if isinstance(tests, Probes) else tests.tests,
                    "probes": tests.expressions if isinstance(tests, Probes) else [],
                    "entries": tests.entries,
                }
            )
            self._expect("loaded")
            self._loaded = tests
        return self._tester

    def _expect(self, what: str) -> None:
        assert self._tester is not None
        said = self._tester.receive(_TESTER_SECONDS)
        if what not in said:
            raise BoxFailedError(str(said.get("detail", "the tester lost its way")))

    def _report(self, limits: Limits, wall: float | None = None) -> dict[str, Any]:
        assert self._runner is not None
        report: dict[str, Any] = self._runner.receive((wall or limits.wall_seconds) + 10.0)
        if report["dirty"] or report["leftovers"]:
            self._runner.close()  # never let one program meet what another left behind
            self._runner = None
        return report


def _function_tests(problem: Problem) -> FunctionTests:
    assert isinstance(problem.tests, FunctionTests)
    return problem.tests


def _job(mode: Mode, program: str, limits: Limits) -> dict[str, Any]:
    return {
        "mode": mode.value,
        "program": program,
        "cpu": limits.cpu_seconds,
        "wall": limits.wall_seconds,
        "memory": limits.memory_bytes,
        "each": 0,
    }


def _called(said: dict[str, Any], report: dict[str, Any], limits: Limits) -> Verdict:
    status, detail = said["status"], said["detail"]
    if status == "gone":
        return _died(report, limits, Mode.CALLS)
    if status == "unsendable":
        return Verdict(Status.FAILED, f"not comparable: {detail}", report["cpu"], Mode.CALLS)
    return Verdict(Status(status), detail, report["cpu"], Mode.CALLS, said.get("missing", ""))


def _trusted(verdict: Verdict, said: dict[str, Any]) -> Verdict:
    """Return a verdict from the program's own process as far as it can be believed."""
    if not verdict.passed or said["tests"]:
        return verdict
    detail = f"it passes only in its own process, which could make it pass: {said['detail']}"
    return replace(verdict, status=Status.UNSCORED, detail=detail)


def _died(report: dict[str, Any], limits: Limits, mode: Mode) -> Verdict:
    cpu, code = report["cpu"], report["exit"]
    if report["end"] == "wall":
        return Verdict(Status.TIMEOUT, f"over {limits.wall_seconds:g} s of waiting", cpu, mode)
    if -code in _OUT_OF_CPU or (code == -signal.SIGKILL and cpu >= limits.cpu_seconds):
        return Verdict(Status.TIMEOUT, f"over {limits.cpu_seconds:g} s of CPU time", cpu, mode)
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return Verdict(Status.CRASHED, f"its process ended with {how}", cpu, mode)


def _script_died(report: dict[str, Any], limits: Limits) -> Verdict:
    lines = report["stderr"].strip().splitlines()
    if report["exit"] > 0 and report["end"] == "itself" and lines:
        name = lines[-1].partition(":")[0]
        return Verdict(_status_of(name), lines[-1][:300], report["cpu"], Mode.SCRIPT)
    return _died(report, limits, Mode.SCRIPT)


def _status_of(exception: str) -> Status:
    statuses = {"MemoryError": Status.MEMORY, "PermissionError": Status.FORBIDDEN}
    return statuses.get(exception, Status.FAILED)

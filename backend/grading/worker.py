"""Grade program by program, in boxes that are replaced when they fail."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from backend.grading import ended
from backend.grading.box import BoxFailedError, BoxNotReadyError
from backend.grading.boxes import Boxes
from backend.grading.compare import first_difference, same_output
from backend.grading.inside import probe
from backend.grading.judged import judged, trusted, with_call
from backend.grading.pair import (
    RUNNER_SECONDS,
    TESTER_SECONDS,
    Pair,
    order_for,
    pipes_of,
    probed,
)
from backend.grading.tiers import Tier
from backend.grading.written import Written
from backend.records.problem import FunctionTests, Probes, Problem
from backend.records.verdict import Limits, Mode, Status, Verdict

_ATTEMPTS = 3
_STARTS = 3
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
        self._pair = Pair(Boxes(tier, number, packages))
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
        self._pair.close()

    def kill(self) -> None:
        """End all boxes at once, whatever they do."""
        self._pair.kill()

    def stop(self) -> None:
        """End all boxes from another thread; whatever was being graded stays unscored."""
        self._stopped = True
        self._pair.boxes.stop()

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
        pair, tests = self._pair, problem.tests
        assert isinstance(tests, FunctionTests)
        runner, tester = pair.boxes.candidates(limits.processes), pair.tester_for(tests)
        job = {"program": program, "entries": tests.entries}
        with pair.started(runner, order_for(mode, limits), job) as line:
            together = mode is Mode.TOGETHER
            tester.send({"together": together, "in_place": in_place}, (line.fileno(),))
            report = pair.first_report(tester.socket, line, limits.wall_seconds)
        said = tester.receive(limits.wall_seconds + TESTER_SECONDS)
        if said.get("status") not in _SAID:
            raise BoxFailedError(str(said.get("detail", "a tester gave no verdict")))
        report = report or pair.end(limits.wall_seconds)
        if said["status"] == "unsendable" and unsure:
            way = self._functions(problem, program, Mode.TOGETHER, limits)
            return trusted(way, said)
        late = ended.over_cpu(report, limits, mode)
        return with_call(late or judged(said, tests, report, limits, mode), said)

    def _probe(self, probes: Probes, program: str, limits: Limits) -> list[str]:
        pair, found = self._pair, list[str]()
        count = len(probes.expressions)
        job = {"program": program, "entries": probes.entries}
        for _ in range(_STARTS):
            runner, prober = pair.boxes.candidates(limits.processes), pair.boxes.prober()
            each = count * limits.cpu_seconds
            wall = limits.wall_seconds + each
            order = order_for(Mode.CALLS, limits) | {"wall": wall, "each": each}
            expressions = probes.expressions[len(found) :]
            asked = {"setup": probes.setup, "entries": probes.entries, "expressions": expressions}
            probing = order | {
                "mode": "probe",
                "cpu": _PROBER_CPU_SECONDS,
                "each": _PROBER_CPU_SECONDS + count * probe.CPU_SECONDS,
                "wall": wall + TESTER_SECONDS,
            }
            with (
                pair.started(runner, order, job) as line,
                pair.started(prober, probing, asked, line.fileno()) as answers,
            ):
                report = pair.first_report(answers, line, wall)
                said = probed(answers, count - len(found))
            if report is None:
                pair.end(wall)
            pair.report_of("prober", wall + TESTER_SECONDS)
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
        pair, most = self._pair, limits.output_for(expected)
        runner = pair.boxes.candidates(limits.processes)
        job = {"program": program, "stdin": given}
        with pair.started(runner, order_for(Mode.SCRIPT, limits), job) as line:
            pipes = pipes_of(line)
        with closing(Written(pipes, most)) as written:
            written.collect(runner, limits.wall_seconds + RUNNER_SECONDS)
            report = pair.end(limits.wall_seconds)
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
            detail = f"wrong output: {first_difference(output, expected)}"
            return Verdict(Status.FAILED, detail, cpu, Mode.SCRIPT)
        return Verdict(Status.PASSED, "", cpu, Mode.SCRIPT)

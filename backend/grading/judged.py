"""What the tests' box said of a candidate, as a verdict."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from backend.grading import ended
from backend.grading.ended import Report
from backend.records.problem import FunctionTests
from backend.records.verdict import Limits, Mode, Status, Verdict

_LINE_END = re.compile(r"\r\n|\r|\n")  # as Python's own reader knows it
_MOST_SHOWN = 300  # characters of an assertion


def judged(
    said: dict[str, Any], tests: FunctionTests, report: Report, limits: Limits, mode: Mode
) -> Verdict:
    """Return the verdict over a candidate that was run against tests and has ended."""
    status, detail = said["status"], said["detail"]
    if status == "gone":
        return ended.died(report, limits, mode)
    if status == "unsendable":
        return Verdict(Status.FAILED, f"not comparable: {detail}", report["cpu"], mode)
    failed_test = _in_one_line(tests.tests, *said["lines"]) if "lines" in said else None
    missing = said.get("missing", "")
    return Verdict(Status(status), detail, report["cpu"], mode, missing, failed_test)


def with_call(verdict: Verdict, said: dict[str, Any]) -> Verdict:
    """Return a verdict with the last call, and what came back, where the tests' box tells it."""
    if said.get("called") is None:
        return verdict
    return replace(verdict, called=said["called"], came_back=said["came_back"])


def trusted(verdict: Verdict, said: dict[str, Any]) -> Verdict:
    """Return a verdict from the program's own process as far as it can be believed."""
    if not verdict.passed or said["tests"]:
        return verdict
    detail = f"it passes only in its own process, which could make it pass: {said['detail']}"
    return replace(verdict, status=Status.UNSCORED, detail=detail)


def _in_one_line(tests: str, first: int, last: int) -> str:
    """Return the beginning of some lines of tests, which are counted from 1, as one."""
    return " ".join(line.strip() for line in _lines(tests)[first - 1 : last])[:_MOST_SHOWN]


@lru_cache(maxsize=4)  # of the problems that are graded now
def _lines(tests: str) -> tuple[str, ...]:
    return tuple(_LINE_END.split(tests))

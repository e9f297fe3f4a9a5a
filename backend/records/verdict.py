"""What came of running a program against its tests."""

from dataclasses import dataclass, replace
from enum import StrEnum

from backend.plain_text import one_line, visible

_MAX_DETAIL = 300
_ROOM = 2 << 20  # bytes of output beside what is expected


class Status(StrEnum):
    """How a program fared."""

    PASSED = "passed"
    FAILED = "failed"  # an assertion or an exception
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"  # its process died
    FORBIDDEN = "forbidden"  # it tried to break out or to forge a verdict
    UNSCORED = "unscored"  # the grader's own trouble: says nothing about the program


class Mode(StrEnum):
    """Where the tests ran."""

    CALLS = "calls"  # in another box, calling the candidate's functions
    TOGETHER = "together"  # in the candidate's process, who could forge: where nothing else does
    SCRIPT = "script"  # outside, comparing what the program wrote


@dataclass(frozen=True)
class Verdict:
    """The status, a short reason, the CPU seconds used, and where the tests ran.

    The reason may come from the program: whatever it is given, it is kept as one line of at most
    300 characters that can be stored and printed. `missing` names a module that the tests need
    and the box does not have. `failed_test` is the text of the assertion that did not hold, at
    most 300 characters of it, None where none is known. Where a program failed whose functions are
    called, `called` is the last call of one and `came_back` the value that it returned, as Python
    writes them, at most 300 characters each; None where nobody can know, or nothing came back.
    """

    status: Status
    detail: str
    cpu_seconds: float
    mode: Mode
    missing: str = ""
    failed_test: str | None = None
    called: str | None = None
    came_back: str | None = None

    def __post_init__(self) -> None:
        """Make what may come from the program fit to be kept."""
        object.__setattr__(self, "detail", one_line(self.detail, _MAX_DETAIL))
        for name in ("called", "came_back"):
            if (text := getattr(self, name)) is not None:
                object.__setattr__(self, name, visible(text)[:_MAX_DETAIL])

    @property
    def passed(self) -> bool | None:
        """True or False, or None where nothing is known."""
        return None if self.status is Status.UNSCORED else self.status is Status.PASSED


@dataclass(frozen=True)
class Limits:
    """What one run of a program may use.

    `cpu_seconds` are counted by the kernel, so that a busy machine changes no verdict; the wall
    clock is a backstop for programs that wait. They are the least that a program has, and give way
    to what the problem's reference or its benchmark ask for, unless they are `exact`. At most
    `processes` processes and threads, each process of at most `memory_bytes`, bound the memory of
    a box. A script may write `output_bytes`; without a number what is expected, and room beside it.
    """

    cpu_seconds: float = 0.5
    memory_bytes: int = 1 << 30
    processes: int = 16
    output_bytes: int | None = None
    exact: bool = False

    @property
    def wall_seconds(self) -> float:
        """The backstop."""
        return 5.0 + 3.0 * self.cpu_seconds

    def output_for(self, expected: str) -> int:
        """Return how many bytes a script may write where so much is expected."""
        if self.output_bytes is not None:
            return self.output_bytes
        return len(expected.encode("utf-8", "replace")) + _ROOM


def chosen_limits(
    seconds: float | None, memory_mebibytes: int | None, output_mebibytes: int | None
) -> Limits:
    """Return the limits that somebody chose, each by default as it is."""
    limits = Limits()
    if seconds is not None:
        limits = replace(limits, cpu_seconds=seconds, exact=True)
    if memory_mebibytes is not None:
        limits = replace(limits, memory_bytes=memory_mebibytes << 20)
    if output_mebibytes is not None:
        limits = replace(limits, output_bytes=output_mebibytes << 20)
    return limits

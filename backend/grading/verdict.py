"""What came of running a program against its tests."""

from dataclasses import dataclass
from enum import StrEnum


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
    TOGETHER = "together"  # in the candidate's process: only where tests need live objects
    SCRIPT = "script"  # outside, comparing what the program wrote


@dataclass(frozen=True)
class Verdict:
    """The status, a short reason, the CPU seconds used, and where the tests ran."""

    status: Status
    detail: str
    cpu_seconds: float
    mode: Mode

    @property
    def passed(self) -> bool | None:
        """True or False, or None where nothing is known."""
        return None if self.status is Status.UNSCORED else self.status is Status.PASSED


@dataclass(frozen=True)
class Limits:
    """What one run of a program may use.

    `cpu_seconds` are counted by the kernel, so that a busy machine changes no verdict; the wall
    clock is a backstop for programs that wait. At most `processes` processes, each of at most
    `memory_bytes`, bound the memory of a box.
    """

    cpu_seconds: float = 0.5
    memory_bytes: int = 1 << 30
    processes: int = 4

    @property
    def wall_seconds(self) -> float:
        """The backstop."""
        return 5.0 + 3.0 * self.cpu_seconds

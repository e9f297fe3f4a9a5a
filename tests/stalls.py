"""Texts that keep a reader busy for hours where it takes more than their length's time."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SECONDS = 60  # of processor time, where a linear reader takes less than one
_LENGTH = 1 << 18


def long(head: str, unit: str, tail: str) -> str:
    """Return a text of one thing so many times over that the square of its length is minutes."""
    return head + unit * (_LENGTH // len(unit)) + tail


@contextmanager
def no_stall(of: str) -> Iterator[None]:
    """Fail what takes so much longer than it may that no slow machine can be the reason."""

    def fail(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"more than {_SECONDS} s of processor time for {of}")

    before = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

"""Lines on standard error, and from long work whose output goes to a log one now and then."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backend.plain_text import one_line
from backend.words.amounts import duration

SECONDS = 30.0  # at the most between two lines


def say(line: str) -> None:
    """Write a line to standard error, made plain: nothing in it steers the terminal."""
    print(one_line(line), file=sys.stderr, flush=True)


@contextmanager
def pulse(line: Callable[[float], str], *, wanted: bool = True) -> Iterator[None]:
    """While within, write a line to standard error every so often.

    Args:
        line: makes it from the seconds that have passed.
        wanted: whether anything is written.
    """
    if not wanted:
        yield
        return
    ended, started = threading.Event(), time.monotonic()
    with _error_stream() as write:

        def beat() -> None:
            while not ended.wait(SECONDS):
                write(f"{one_line(line(time.monotonic() - started))}\n")

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def counted(done: int, total: int, what: str, rate: str, seconds: float) -> str:
    """Return how far work has come: "120 of 400 samples, 2.1/s, about 2 min left"."""
    left = f", about {duration(seconds / done * (total - done))} left" if done else ""
    return f"{done:,} of {total:,} {what} in {duration(seconds)}{rate and f', {rate}'}{left}"


@contextmanager
def _error_stream() -> Iterator[Callable[[str], object]]:
    """Give what writes to standard error as it is now, wherever others send it meanwhile."""
    try:
        own = os.dup(sys.stderr.fileno())
    except (OSError, AttributeError, ValueError):  # it is no file, as under some callers
        yield sys.stderr.write
        return
    sys.stderr.flush()
    try:
        yield lambda text: os.write(own, text.encode())
    finally:
        os.close(own)

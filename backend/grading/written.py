"""What a script writes, read by the grader while it runs."""

import os
import select
import time
from collections.abc import Sequence

from backend.grading.box import Box, BoxFailedError

_MAX_ERRORS = 2000
_PART, _PARTS = 1 << 16, 16  # bytes, and how often, that are read at a time


class Written:
    """The other ends of a script's standard output and errors; `close` closes them."""

    def __init__(self, pipes: Sequence[int], most: int) -> None:
        """Read from two pipes, of output at most a little more than `most` bytes."""
        self._pipes = pipes
        self._most = most
        self._out = bytearray()
        self._errors = bytearray()

    @property
    def overflow(self) -> bool:
        """Whether it wrote more than it may."""
        return len(self._out) > self._most

    def collect(self, runner: Box, seconds: float) -> None:
        """Read until the runner has something to say, or there is too much.

        Raises:
            BoxFailedError: if neither happens in so many seconds.
        """
        poll = select.poll()
        for fd in (runner.socket.fileno(), *self._pipes):
            poll.register(fd, select.POLLIN)
        deadline = time.monotonic() + seconds
        while True:
            ready = [fd for fd, _ in poll.poll(max(0.0, deadline - time.monotonic()) * 1000)]
            if not ready:
                raise BoxFailedError("a box did not answer in time")
            self.read()
            if self.overflow or runner.socket.fileno() in ready:
                return

    def read(self) -> None:
        """Take what was written."""
        for fd, kept in zip(self._pipes, (self._out, self._errors), strict=True):
            for _ in range(_PARTS):
                try:
                    kept.extend(os.read(fd, _PART))
                except BlockingIOError:
                    break
        del self._errors[:-_MAX_ERRORS]

    def texts(self) -> tuple[str, str]:
        """Return all output, and the end of what was complained."""
        out, errors = bytes(self._out[: self._most]), bytes(self._errors)
        return out.decode("utf-8", "replace"), errors.decode("utf-8", "replace")

    def close(self) -> None:
        """Close the pipes."""
        for fd in self._pipes:
            os.close(fd)

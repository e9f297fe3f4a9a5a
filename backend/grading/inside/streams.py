"""A script's standard input, output and errors, seen from process 1 of its box.

They have names, because /dev/stdin and its like are links to them where there is no /proc. Output
goes through pipes, as under a judge: it takes no room, and who writes too much is stopped.
"""

import contextlib
import os
import select

from backend.grading.inside import script

_STANDARD = (".stdin", ".stdout", ".stderr")
_MAX_ERRORS = 2000
_PART, _PARTS = 1 << 16, 16  # bytes, and how often, that are read at a time


class Streams:
    """What one script reads and writes; `close` removes all of it again."""

    def __init__(self, folder: str, program: str, given: str, most: int) -> None:
        """Make the files of a program in `folder`, which may write `most` bytes."""
        self.overflow = False
        self._paths = [os.path.join(folder, name) for name in (*_STANDARD, script.NAME)]
        self._most = most
        self._out = bytearray()
        self._errors = bytearray()
        self.close()
        self._write(self._paths[0], given)
        self._write(self._paths[-1], program)
        self._pipes = [self._pipe(path) for path in self._paths[1:3]]

    def open(self) -> list[int]:
        """Return descriptors of the script's own: to read, to write and to complain."""
        return [os.open(self._paths[0], os.O_RDONLY)] + [
            os.open(path, os.O_WRONLY) for path in self._paths[1:3]
        ]

    def register(self, poll: select.poll) -> None:
        """Let a poll tell when there is something to read."""
        for fd in self._pipes:
            poll.register(fd, select.POLLIN)

    def read(self) -> None:
        """Take what was written."""
        for fd, kept in zip(self._pipes, (self._out, self._errors), strict=True):
            with contextlib.suppress(BlockingIOError):
                for _ in range(_PARTS):
                    kept.extend(os.read(fd, _PART))
        self.overflow = len(self._out) > self._most
        del self._errors[:-_MAX_ERRORS]

    def texts(self) -> tuple[str, str]:
        """Return all output, and the end of what was complained."""
        out, errors = bytes(self._out[: self._most]), bytes(self._errors)
        return out.decode("utf-8", "replace"), errors.decode("utf-8", "replace")

    def end(self) -> None:
        """Close the pipes."""
        for fd in self._pipes:
            os.close(fd)

    def close(self) -> None:
        """Remove the files, whatever a script made of them; what stays makes the box unusable."""
        for path in self._paths:
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _write(self, path: str, text: str) -> None:
        with open(path, "x", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.write(text)
        os.chmod(path, 0o444)

    def _pipe(self, path: str) -> int:
        os.mkfifo(path)
        os.chmod(path, 0o666)
        return os.open(path, os.O_RDWR | os.O_NONBLOCK)  # own writer: never at an end

"""Standard output through which no text steers the terminal."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from backend.plain_text import visible


class _Plain(io.TextIOBase):
    """Passes text on, with what is not to be seen written out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text made plain; return its length, as a stream does."""
        self._stream.write(visible(text, "\n\t"))
        return len(text)

    def flush(self) -> None:
        """Flush the stream beneath."""
        self._stream.flush()

    def fileno(self) -> int:
        """Return the descriptor of the stream beneath."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Return whether the stream beneath is a terminal."""
        return self._stream.isatty()


@contextmanager
def plain_output() -> Iterator[None]:
    """Let nothing through to standard output, while within, that a terminal would obey.

    Standard error is drawn on by progress bars and is left; what is said there is made plain by
    those who say it.
    """
    stream = sys.stdout
    sys.stdout = _Plain(stream)
    try:
        yield
    finally:
        sys.stdout = stream

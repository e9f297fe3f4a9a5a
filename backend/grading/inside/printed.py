"""What a candidate's functions print, for tests that capture it."""

import io
import sys
from typing import Any

_MOST = 1 << 20  # bytes kept of one call's


class _Bytes(io.RawIOBase):
    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, data: Any) -> int:
        part = bytes(data)
        self.kept += part[: _MOST - len(self.kept)]
        return len(part)


class Printed:
    """Stands in for standard output and keeps what is written there."""

    def __init__(self) -> None:
        """Take the place of `sys.stdout`."""
        self._bytes = _Bytes()
        buffered = io.BufferedWriter(self._bytes)
        self._text = io.TextIOWrapper(buffered, "utf-8", "surrogateescape", newline="")
        sys.stdout = self._text

    def take(self) -> str:
        """Return what was written since the last time."""
        try:
            self._text.flush()
        except BaseException:  # closed, or not left as it was
            return ""
        if not self._bytes.kept:
            return ""
        text = self._bytes.kept.decode("utf-8", "replace")
        self._bytes.kept.clear()
        return text

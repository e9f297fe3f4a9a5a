"""The processes that a test has started: its own and nobody else's, however they were orphaned."""

import contextlib
import ctypes
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_POLL_SECONDS = 0.02
_PATIENCE_SECONDS = 600.0
"""For what must come: how long a busy machine takes for it decides nothing."""


@contextmanager
def own_processes(mark: str) -> Iterator[Callable[[], list[str]]]:
    """Yield a function that returns the command lines of new descendants that contain `mark`.

    Who loses its parent meanwhile becomes our child, so that nobody gets out of sight.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before = _descendants()
    try:
        yield lambda: [
            line for pid in _descendants() - before if mark in (line := _command_line(pid))
        ]
    finally:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 0)
        for pid in _descendants() - before:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


def wait_until(come: Callable[[], object], what: str) -> None:
    """Wait until something is so; fail where it never comes to be."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not come():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(_POLL_SECONDS)


def has_opened(pid: int, folder: Path) -> bool:
    """Return whether a process has a file in a folder open now."""
    with contextlib.suppress(OSError):  # it ended meanwhile
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if link.readlink().is_relative_to(folder):
                    return True
    return False


def _descendants() -> set[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    found: set[int] = set()
    next_ones = [os.getpid()]
    while next_ones:
        next_ones = [child for parent in next_ones for child in children.get(parent, [])]
        found.update(next_ones)
    return found


def _command_line(pid: int) -> str:
    """Return a process' arguments; of one that has ended, or is a zombie, nothing."""
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "cmdline").read_text(errors="replace")
    return ""

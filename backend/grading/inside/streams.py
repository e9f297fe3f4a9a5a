"""A script's standard input, output and errors.

They have names, because /dev/stdin and its like are links to them where there is no /proc. Output
goes through pipes, as under a judge: it takes no room, and the grader, who holds their other ends,
stops who writes too much.
"""

import contextlib
import os
import socket
from typing import Any

from backend.grading.inside import script, wire

_INPUT, _OUTPUT, _ERRORS = ".stdin", ".stdout", ".stderr"
_NAMES = (_INPUT, _OUTPUT, _ERRORS, script.NAME)


def take(job: dict[str, Any], folder: str, line: socket.socket) -> None:
    """Make a job's streams this process's own, and hand the other ends of its pipes to the grader.

    The job's `program` then lies in `folder`, and the line to the grader is closed.
    """
    paths = {name: os.path.join(folder, name) for name in _NAMES}
    _write(paths[_INPUT], job["stdin"])
    _write(paths[script.NAME], job["program"])
    pipes = [_pipe(paths[name]) for name in (_OUTPUT, _ERRORS)]
    wire.send(line, {"streams": True}, tuple(pipes))
    line.close()
    own = [os.open(paths[_INPUT], os.O_RDONLY)]
    own += [os.open(paths[name], os.O_WRONLY) for name in (_OUTPUT, _ERRORS)]
    for place, fd in enumerate(own):
        os.dup2(fd, place)
    os.closerange(3, 256)


def remove(folder: str) -> None:
    """Remove the files, whatever a script made of them; what stays makes the box unusable."""
    for name in _NAMES:
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(folder, name))


def _write(path: str, text: str) -> None:
    with open(path, "x", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.write(text)
    os.chmod(path, 0o444)


def _pipe(path: str) -> int:
    os.mkfifo(path)
    os.chmod(path, 0o666)
    return os.open(path, os.O_RDWR | os.O_NONBLOCK)  # own writer: never at an end

"""Long arithmetic elsewhere: in a process of its own, so that pages do not wait for their core.

Who comes first is first, and one at a time is worked on, so that many who ask leave a core to
everybody else. Only what serves many has such a process (`allow`); a command works by itself.

Server and process speak by pickle, each with nobody but the other: nothing else reaches a pipe.
"""

import os
import pickle  # nosec B403
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition
from typing import IO, TypeVar

_ROOT = Path(__file__).parents[1]
_WAITING: deque[object] = deque()  # who came first is first
_CHANGED = Condition()

_Result = TypeVar("_Result")


class _Helper:
    """The process, started when it is first needed, and anew when it has ended."""

    def __init__(self) -> None:
        self.allowed = False
        self._program: subprocess.Popen[bytes] | None = None

    def ask(self, function: Callable[..., object], arguments: tuple[object, ...]) -> object:
        program = self._running()
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            _write(program.stdin, (function, arguments))
            found, error = pickle.load(program.stdout)  # nosec B301
        except (OSError, EOFError, pickle.UnpicklingError) as trouble:
            program.kill()
            with suppress(OSError), program:  # which closes its pipes and waits for its end
                self._program = None
            raise _LostError from trouble
        if error is not None:
            raise error
        return found

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._program is None:
            # A session of its own: who stops the server with Ctrl-C speaks to the server.
            self._program = subprocess.Popen(
                [sys.executable, "-m", "backend.elsewhere"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        return self._program


class _LostError(Exception):
    """The process ended before it answered."""


_HELPER = _Helper()


def allow() -> None:
    """From now on work in a process of its own: it ends with this one."""
    _HELPER.allowed = True


def elsewhere(function: Callable[..., _Result], *arguments: object) -> _Result:
    """Return what a function of the ground floor gives, which is told plain data and gives some.

    Where the process is lost, which a machine without memory may do, the work is done here.
    Nothing is asked within it that is remembered: who works that out may be waiting for a turn.

    Raises:
        Exception: what the function raises.
    """
    with _turn():
        if _HELPER.allowed:
            try:
                return _HELPER.ask(function, arguments)  # type: ignore[return-value]
            except _LostError:
                pass
        return function(*arguments)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for those who came before, then be the only one."""
    ticket = object()
    with _CHANGED:
        _WAITING.append(ticket)
        _CHANGED.wait_for(lambda: _WAITING[0] is ticket)
    try:
        yield
    finally:
        with _CHANGED:
            _WAITING.popleft()
            _CHANGED.notify_all()


def _write(pipe: IO[bytes], value: object) -> None:
    pickle.dump(value, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _work() -> None:
    """Do what is asked on standard input, until nobody asks any more."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed is no answer
    while True:
        try:
            function, arguments = pickle.load(asked)  # nosec B301
        except EOFError:
            return
        found, failure = None, None
        try:
            found = function(*arguments)
        except Exception as error:
            failure = error
        _write(answers, (found, failure))


if __name__ == "__main__":
    _work()

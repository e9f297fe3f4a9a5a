"""Process 1 of the tests' box: runs a problem's tests on functions that live in another box.

For each problem it forks a tester, which reads the tests itself, so that no problem's tests can
disturb or read another's. The tester stays for all candidates of its problem and compiles the
tests once. Its arguments are as the runner's.
"""

import gc
import marshal
import os
import signal
import socket
import struct
import sys
import types
from itertools import islice
from typing import Any

from backend.grading.inside import confined, raised, wire
from backend.grading.inside.confined import Bounds
from backend.grading.inside.remote import CandidateGoneError, Line, UnsendableError, tests_scope
from backend.grading.inside.traces import State

TEST_CPU_SECONDS = 20.0  # of the tests themselves, without the candidate's
_LAST_CPU_SECONDS = 5.0  # more, in which a long operation in C may see that it is over
_MEMORY = 1 << 30  # what tests may make of what candidates return
# In the candidate's own process Python's would end, all well, where it raises StopIteration.
_LOOPS = """
def map(function, *iterables):
    for items in zip(*iterables):
        yield function(*items)

def filter(function, items):
    for item in items:
        if item if function is None else function(item):
            yield item
"""
_TOO_LONG = {"status": "timeout", "detail": "the tests themselves took too long"}


class TestsTooLongError(BaseException):
    """The tests themselves used up their CPU time."""


class ForgedError(Exception):
    """A candidate's process says that a test passed that cannot pass."""


def main() -> None:
    """Serve the grader until it hangs up."""
    control, scratch = wire.take_over(sys.argv[1])
    bounds = Bounds(scratch, int(sys.argv[2]), int(sys.argv[3]))
    confined.open_scratch(bounds)
    gc.freeze()
    clean = State.of(scratch)
    wire.send(control, {"ready": True})
    while control.recv(1, socket.MSG_PEEK):
        pid = os.fork()
        if pid == 0:
            serve_problem(control, bounds)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGVTALRM:
            wire.send(control, {**_TOO_LONG, "ended": True})
        elif status:
            wire.send(control, {"status": "broken", "detail": f"the tester ended with {status}"})
        else:
            wire.send(control, {"closed": True, "clean": State.of(scratch) == clean})


def serve_problem(control: socket.socket, bounds: Bounds) -> None:
    """Test candidates of one problem, each over a socket of its own, until told to stop."""
    problem, _ = wire.receive(control)
    signal.signal(signal.SIGPROF, _on_alarm)
    confined.limit(_MEMORY, bounds)
    confined.become(bounds)
    try:
        code = _compiled(problem["setup"], "<setup>"), _compiled(problem["tests"])
    except (SyntaxError, ValueError) as error:
        wire.send(control, {"detail": f"the tests are no Python: {raised.describe(error)}"})
        return
    wire.send(control, {"loaded": True})
    while True:
        order, fds = wire.receive(control, max_fds=1)
        if "next" in order:
            wire.close(fds)
            return
        with socket.socket(fileno=fds[0]) as sock:
            if order["together"]:
                verdict = _verdict(_together, code, sock)
            else:
                verdict = _verdict(_apart, code, sock, problem["entries"], order["in_place"])
        wire.send(control, verdict)


def _compiled(tests: str, name: str = "<tests>") -> types.CodeType:
    code: types.CodeType = compile(tests, name, "exec")
    return code


def _verdict(test: Any, *given: Any) -> dict[str, Any]:
    """Return the verdict over one candidate: its status and a short detail.

    Where the tests themselves cannot import something, its name is `missing`.
    """
    signal.setitimer(signal.ITIMER_PROF, TEST_CPU_SECONDS)
    signal.setitimer(signal.ITIMER_VIRTUAL, TEST_CPU_SECONDS + _LAST_CPU_SECONDS)  # ends us
    try:
        test(*given)
    except CandidateGoneError:
        return {"status": "gone", "detail": "the candidate's process ended"}
    except UnsendableError as error:
        return {"status": "unsendable", "detail": str(error), "tests": error.tests}
    except TestsTooLongError:
        return _TOO_LONG
    except ForgedError:
        return {"status": "forbidden", "detail": "it lets tests pass that cannot pass"}
    except wire.NotAValueError as error:
        return {"status": "forbidden", "detail": f"the candidate forged a message: {error}"}
    except BaseException as error:  # any way a test can fail; none may end this process
        return _ended(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return {"status": "passed", "detail": ""}


def _apart(code: tuple[Any, Any], sock: socket.socket, entries: list[str], in_place: bool) -> None:
    """Run the tests here, on a candidate's functions in its own box."""
    setup, tests = code
    scope, line = tests_scope(setup, sock, entries, in_place=in_place)
    hello = line.hello()
    if "raised" in hello:
        raise line.raised(hello["raised"])
    exec(tests, scope)
    line.check_stops()


def _together(code: tuple[Any, Any], sock: socket.socket) -> None:
    """Have the tests run in the candidate's process, between steps that must fail there."""
    setup, tests = code
    ask = Line(sock, {}, in_place=False).hello
    loops = _compiled(_LOOPS)
    steps = ((None, ""), (loops, ""), (setup, ""), _failing(), (tests, ""), _failing())
    for step, must_fail in steps:
        if step is not None:
            body = marshal.dumps(step)
            try:
                sock.sendall(struct.pack("<I", len(body)) + body)
            except OSError:
                raise CandidateGoneError from None
        reply = ask()
        if must_fail and reply != {"raised": f"AssertionError: {must_fail}"}:
            raise ForgedError
        if not must_fail and "raised" in reply:
            raise raised.Told(str(reply["raised"]))
        if not must_fail and reply != {"done": True}:
            raise wire.NotAValueError("a reply is neither done nor an exception")


def _failing() -> tuple[types.CodeType, str]:
    """Return tests of a kind that no other candidate has seen, and what they must raise."""
    token = os.urandom(8).hex()
    return _compiled(f"assert {token[:4]!r} == {token[4:]!r}, {token!r}"), token


def _ended(error: BaseException) -> dict[str, Any]:
    """Return the verdict over a candidate whose tests ended in an exception."""
    if isinstance(error, raised.Told):
        return _failed(str(error).partition(":")[0], str(error))
    name, text = type(error).__name__, raised.told(error)
    if text is not None:
        return _failed(name, text)
    if isinstance(error, ImportError):
        missing = error.name or str(error)
        return {"status": "unscored", "detail": raised.describe(error), "missing": missing}
    if isinstance(error, AssertionError):
        return _assertion(error)
    return _failed(name, raised.describe(error))


def _failed(name: str, detail: str) -> dict[str, str]:
    status = {"MemoryError": "memory", "PermissionError": "forbidden"}.get(name, "failed")
    return {"status": status, "detail": str(detail)[:300]}


def _assertion(error: AssertionError) -> dict[str, Any]:
    """Name the failed assertion by its first and last `lines` in the tests, if it is there."""
    line, last, trace = 0, 0, error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename == "<tests>":
            place = next(islice(code.co_positions(), trace.tb_lasti // 2, None))
            line, last = trace.tb_lineno, place[1] or trace.tb_lineno
        trace = trace.tb_next
    said = f": {str(error)[:200]}" if str(error) else ""
    detail = f"assertion in line {line} of the tests{said}"
    return {"status": "failed", "detail": detail, **({"lines": [line, last]} if line else {})}


def _on_alarm(_signal: int, _frame: Any) -> None:
    raise TestsTooLongError

"""Process 1 of the tests' box: runs a problem's tests on functions that live in another box.

For each problem it forks a tester, so that no problem's tests can disturb another's. The tester
stays for all candidates of its problem and compiles the tests once. Its argument is WHERE (see
`wire.take_over`).
"""

import builtins
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from backend.grading.inside import wire
from backend.grading.inside.candidate import describe

TEST_CPU_SECONDS = 20.0  # of the tests themselves, without the candidate's
PROBE_CPU_SECONDS = 0.5  # of one expression, likewise
MAX_VALUE = 4000  # characters: longer values that begin alike count as equal
EXIT_BROKEN = 99


class CandidateRaisedError(Exception):
    """The candidate raised something that is no builtin exception."""


class CandidateGoneError(BaseException):
    """The candidate's process ended; no test may catch this and go on."""


class UnsendableError(BaseException):
    """A value cannot cross between the boxes: the problem needs live objects."""


class TestsTooLongError(BaseException):
    """The tests themselves used up their CPU time."""


def main() -> None:
    """Serve the grader until it hangs up."""
    control, _ = wire.take_over(sys.argv[1])
    gc.freeze()
    wire.send(control, {"ready": True})
    while True:
        try:
            problem, _ = wire.receive(control)
        except EOFError:
            return
        pid = os.fork()
        if pid == 0:
            serve_problem(problem, control)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if status:
            wire.send(control, {"status": "broken", "detail": f"the tester ended with {status}"})
        else:
            wire.send(control, {"closed": True})


def serve_problem(problem: dict[str, Any], control: socket.socket) -> None:
    """Test candidates of one problem, each over a socket of its own, until told to stop."""
    signal.signal(signal.SIGPROF, _on_alarm)
    setup = compile(problem["setup"], "<setup>", "exec")
    tests = compile(problem["tests"], "<tests>", "exec")
    probes = [compile(line, "<probe>", "eval") for line in problem["probes"]]
    wire.send(control, {"loaded": True})
    while True:
        message, fds = wire.receive(control, max_fds=1)
        if "next" in message:
            wire.close(fds)
            return
        with socket.socket(fileno=fds[0]) as sock:
            if "probe" in message:
                verdict = run_probes(setup, probes[message["probe"] :], problem, sock)
            else:
                verdict = run_tests(setup, tests, problem["entries"], sock)
        wire.send(control, verdict)


def run_tests(setup: Any, tests: Any, entries: list[str], sock: socket.socket) -> dict[str, str]:
    """Return the verdict over one candidate: its status and a short detail."""
    signal.setitimer(signal.ITIMER_PROF, TEST_CPU_SECONDS)
    try:
        scope: dict[str, Any] = {"__name__": "tests"}
        exec(setup, scope)  # the benchmark's own code
        scope |= {name: proxy(name, sock) for name in entries}
        hello = _reply(sock)
        if "raised" in hello:
            return _failed(*hello["raised"])
        exec(tests, scope)
    except CandidateGoneError:
        return {"status": "gone", "detail": "the candidate's process ended"}
    except UnsendableError as error:
        return {"status": "unsendable", "detail": str(error)}
    except TestsTooLongError:
        return {"status": "timeout", "detail": "the tests themselves took too long"}
    except wire.NotAValueError as error:
        return {"status": "forbidden", "detail": f"the candidate forged a message: {error}"}
    except AssertionError as error:
        return {"status": "failed", "detail": _assertion(error)}
    except CandidateRaisedError as error:
        return _failed(*error.args)
    except Exception as error:  # any other way a test can fail
        return _failed(type(error).__name__, describe(error))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return {"status": "passed", "detail": ""}


def run_probes(
    setup: Any, probes: list[Any], problem: dict[str, Any], sock: socket.socket
) -> dict[str, Any]:
    """Return what each expression gives with this candidate, up to one that ends its process.

    What an expression gives is its value as text, or how it failed.
    """
    found: list[str] = []
    try:
        scope: dict[str, Any] = {"__name__": "tests"}
        signal.setitimer(signal.ITIMER_PROF, TEST_CPU_SECONDS)
        exec(setup, scope)
        scope |= {name: proxy(name, sock) for name in problem["entries"]}
        if "raised" in _reply(sock):
            return {"status": "unloadable", "found": []}
        for probe in probes:
            signal.setitimer(signal.ITIMER_PROF, PROBE_CPU_SECONDS)
            found.append(_probe(probe, scope))
    except (CandidateGoneError, TestsTooLongError):
        return {"status": "gone", "found": found}
    except wire.NotAValueError:
        return {"status": "forbidden", "found": found}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return {"status": "done", "found": found}


def _probe(probe: Any, scope: dict[str, Any]) -> str:
    try:
        value = eval(probe, scope)
    except (CandidateGoneError, TestsTooLongError, wire.NotAValueError):
        raise
    except UnsendableError:
        return "unsendable"
    except BaseException as error:
        name = error.args[0] if isinstance(error, CandidateRaisedError) else type(error).__name__
        return f"raised {name}"
    try:
        return json.dumps(wire.encode(value))[:MAX_VALUE]
    except wire.NotAValueError:
        return "unsendable"


def proxy(name: str, sock: socket.socket) -> Callable[..., Any]:
    """Return a function that calls the candidate's function of that name in its own box."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            message = {
                "name": name,
                "args": wire.encode(list(args)),
                "kwargs": wire.encode(kwargs),
            }
        except wire.NotAValueError as error:
            raise UnsendableError(f"an argument cannot cross: {error}") from None
        try:
            wire.send(sock, message)
        except OSError:
            raise CandidateGoneError from None
        reply = _reply(sock)
        if "value" in reply:
            return wire.decode(reply["value"])
        if "unsendable" in reply:
            raise UnsendableError(str(reply["unsendable"]))
        raise _exception(reply)

    return call


def _reply(sock: socket.socket) -> dict[str, Any]:
    try:
        reply, _ = wire.receive(sock)
    except (EOFError, OSError):
        raise CandidateGoneError from None
    if type(reply) is not dict:
        raise wire.NotAValueError("a reply is no object")
    return reply


def _exception(reply: dict[str, Any]) -> BaseException:
    """Return the builtin exception that the candidate raised, for tests that expect it."""
    try:
        name, text = map(str, reply["raised"])
    except (KeyError, TypeError, ValueError):
        return wire.NotAValueError("a reply is neither a value nor an exception")
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception) and kind is not AssertionError:
        try:
            error: BaseException = kind(text.partition(": ")[2])
        except TypeError:  # UnicodeDecodeError and the like want more arguments
            return CandidateRaisedError(name, text)
        return error
    return CandidateRaisedError(name, text)


def _failed(name: str, detail: str) -> dict[str, str]:
    status = {"MemoryError": "memory", "PermissionError": "forbidden"}.get(name, "failed")
    return {"status": status, "detail": str(detail)[:300]}


def _assertion(error: AssertionError) -> str:
    """Name the failed assertion by its line in the tests."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<tests>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"assertion in line {line} of the tests" + (
        f": {str(error)[:200]}" if str(error) else ""
    )


def _on_alarm(_signal: int, _frame: Any) -> None:
    raise TestsTooLongError

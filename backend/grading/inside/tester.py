"""Process 1 of the tests' box: runs a problem's tests on functions that live in another box.

For each problem it forks a tester, so that no problem's tests can disturb another's. The tester
stays for all candidates of its problem and compiles the tests once. Its argument is WHERE (see
`wire.take_over`).
"""

import gc
import json
import os
import resource
import signal
import socket
import sys
import types
from typing import Any

from backend.grading.inside import raised, remote, wire
from backend.grading.inside.remote import CandidateGoneError, Line, UnsendableError
from backend.grading.inside.values import canonical

TEST_CPU_SECONDS = 20.0  # of the tests themselves, without the candidate's
_LAST_CPU_SECONDS = 5.0  # more, in which a long operation in C may see that it is over
_MEMORY = 4 << 30  # what tests may make of what candidates return
PROBE_CPU_SECONDS = 0.5  # of one expression, likewise
MAX_VALUE = 4000  # characters: longer values that begin alike count as equal
_TOO_LONG = {"status": "timeout", "detail": "the tests themselves took too long"}


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
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGVTALRM:
            wire.send(control, {**_TOO_LONG, "ended": True})
        elif status:
            wire.send(control, {"status": "broken", "detail": f"the tester ended with {status}"})
        else:
            wire.send(control, {"closed": True})


def serve_problem(problem: dict[str, Any], control: socket.socket) -> None:
    """Test candidates of one problem, each over a socket of its own, until told to stop."""
    signal.signal(signal.SIGPROF, _on_alarm)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        setup = compile(problem["setup"], "<setup>", "exec")
        tests = compile(problem["tests"], "<tests>", "exec")
        probes = [compile(line, "<probe>", "eval") for line in problem["probes"]]
    except (SyntaxError, ValueError) as error:
        wire.send(control, {"detail": f"the tests are no Python: {raised.describe(error)}"})
        return
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
                code = setup, tests
                verdict = run_tests(code, problem["entries"], sock, message["in_place"])
        wire.send(control, verdict)


def run_tests(
    code: tuple[Any, Any], entries: list[str], sock: socket.socket, in_place: bool
) -> dict[str, Any]:
    """Return the verdict over one candidate: its status and a short detail.

    Where the tests themselves cannot import something, its name is `missing`.
    """
    signal.setitimer(signal.ITIMER_PROF, TEST_CPU_SECONDS)
    signal.setitimer(signal.ITIMER_VIRTUAL, TEST_CPU_SECONDS + _LAST_CPU_SECONDS)  # ends us
    try:
        _test(code, entries, sock, in_place)
    except CandidateGoneError:
        return {"status": "gone", "detail": "the candidate's process ended"}
    except UnsendableError as error:
        return {"status": "unsendable", "detail": str(error), "tests": error.tests}
    except TestsTooLongError:
        return _TOO_LONG
    except wire.NotAValueError as error:
        return {"status": "forbidden", "detail": f"the candidate forged a message: {error}"}
    except BaseException as error:  # any way a test can fail; none may end this process
        return _ended(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return {"status": "passed", "detail": ""}


def _test(code: tuple[Any, Any], entries: list[str], sock: socket.socket, in_place: bool) -> None:
    setup, tests = code
    scope = _scope("tests")
    exec(setup, scope)  # the benchmark's own code
    line = Line(sock, scope, in_place)
    scope |= {name: line.function(name) for name in entries}
    hello = line.hello()
    if "raised" in hello:
        raise line.raised(hello["raised"])
    exec(tests, scope)


def _scope(name: str) -> dict[str, Any]:
    """Return the names of a new module, which what looks for its own module finds."""
    module = sys.modules[name] = types.ModuleType(name)
    return vars(module)


def _ended(error: BaseException) -> dict[str, Any]:
    """Return the verdict over a candidate whose tests ended in an exception."""
    name, text = type(error).__name__, raised.told(error)
    if text is not None:
        return _failed(name, text)
    if isinstance(error, ImportError):
        missing = error.name or str(error)
        return {"status": "unscored", "detail": raised.describe(error), "missing": missing}
    if isinstance(error, AssertionError):
        return {"status": "failed", "detail": _assertion(error)}
    return _failed(name, raised.describe(error))


def run_probes(
    setup: Any, probes: list[Any], problem: dict[str, Any], sock: socket.socket
) -> dict[str, Any]:
    """Return what each expression gives with this candidate, up to one that ends its process.

    What an expression gives is its value as text, or how it failed.
    """
    found: list[str] = []
    try:
        scope = _scope("tests")
        signal.setitimer(signal.ITIMER_PROF, TEST_CPU_SECONDS)
        exec(setup, scope)
        line = Line(sock, scope, in_place=False)
        scope |= {name: line.function(name) for name in problem["entries"]}
        if "raised" in line.hello():
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
        try:
            form = remote.plain(value)
        except wire.NotAValueError:
            return "unsendable"
    except (CandidateGoneError, TestsTooLongError, wire.NotAValueError):
        raise
    except UnsendableError:
        return "unsendable"
    except BaseException as error:
        return f"raised {type(error).__name__}"
    return json.dumps(canonical(form))[:MAX_VALUE]


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

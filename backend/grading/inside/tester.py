"""Process 1 of the tests' box: runs a problem's tests on functions that live in another box.

For each problem it forks a process, which reads the tests itself, so that no problem's tests can
disturb or read another's, and compiles them once. That one forks testers. A tester serves the
next candidate only where nothing of the last can have stayed in it: the tests are of a kind that
leaves nothing behind (see `repeatable`), they came to an end, and took no memory worth speaking
of. Else the next has a new one. The arguments are as the runner's.
"""

import contextlib
import gc
import importlib
import marshal
import os
import re
import resource
import signal
import socket
import struct
import sys
import types
from collections.abc import Callable, Set
from typing import Any, NamedTuple, NoReturn

from backend.grading.inside import confined, raised, values, wire
from backend.grading.inside.confined import Bounds
from backend.grading.inside.ends import (
    TOO_LONG,
    CandidateGoneError,
    ForgedError,
    TestsTooLongError,
    ended,
)
from backend.grading.inside.remote import Line, tests_scope
from backend.grading.inside.repeatable import leave_nothing
from backend.grading.inside.traces import State

TEST_CPU_SECONDS = 20.0  # of the tests themselves, without the candidate's
_LAST_CPU_SECONDS = 5.0  # more, in which a long operation in C may see that it is over
_MEMORY = 1 << 30  # what tests may make of what candidates return
_USED_AGAIN_KIBIBYTES = 8 << 10  # more than at its start, the most of a tester that serves on
_EXIT_NEXT, _EXIT_BROKEN = 98, 99
_TURNS = 20
_IMPORT = re.compile(r"^[ \t]*+(?:from[ \t]++([\w.]++)|import[ \t]++([\w., \t]++))", re.MULTILINE)
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


class Tests(NamedTuple):
    """A problem's tests, compiled, all their words, and the names of the functions tested.

    `repeatable` tests leave nothing behind in the process that runs them.
    """

    setup: types.CodeType
    tests: types.CodeType
    words: Set[str]
    entries: list[str]
    repeatable: bool

    @classmethod
    def of(cls, setup: str, tests: str, entries: list[str]) -> "Tests":
        """Compile tests."""
        words = raised.named(setup, tests)
        compiled = _compiled(setup, "<setup>"), _compiled(tests)
        return cls(*compiled, words, entries, leave_nothing(setup, tests))


def main() -> None:
    """Serve the grader until it hangs up."""
    control, scratch = wire.take_over(sys.argv[1])
    bounds = Bounds(scratch, int(sys.argv[2]), int(sys.argv[3]))
    confined.open_scratch(bounds)
    _practise()
    gc.collect()
    gc.freeze()
    clean = State.of(scratch)
    wire.send(control, {"ready": True})
    while control.recv(1, socket.MSG_PEEK):
        status = _in_a_child(serve_problem, control, bounds)
        if status:
            wire.send(control, _broken(status))
        else:
            wire.send(control, {"closed": True, "clean": State.of(scratch) == clean})


def _practise() -> None:
    """Do what is done for each candidate, so that Python knows it when a tester is forked."""
    code = Tests.of("", "assert f([1], a=2) == 5", ["f"])
    for _ in range(_TURNS):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            wire.send(theirs, {"ready": True})
            wire.send(theirs, {"value": 5})
            _verdict(_apart, code, Line(ours, code.words))
            wire.receive(theirs)
    del sys.modules["tests"]


def serve_problem(control: socket.socket, bounds: Bounds) -> None:
    """Test candidates of one problem, each over a socket of its own, until told to stop."""
    problem, _ = wire.receive(control)
    signal.signal(signal.SIGPROF, _on_alarm)
    confined.limit(_MEMORY, bounds)
    confined.become(bounds)
    try:
        given = Tests.of(**problem)
    except (SyntaxError, ValueError) as error:
        wire.send(control, {"detail": f"the tests are no Python: {raised.describe(error)}"})
        return
    _import_what_is_used(problem["setup"], problem["tests"])
    del problem
    gc.freeze()
    clean = State.of(bounds.scratch)
    others = False
    while True:
        status = _in_a_child(_test, control, given, bounds.scratch, clean, others)
        if os.waitstatus_to_exitcode(status) == _EXIT_NEXT:
            return
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGVTALRM:
            wire.send(control, TOO_LONG)
        elif status:
            wire.send(control, _broken(status))
        others = _others()


def _test(
    control: socket.socket, given: Tests, scratch: list[str], clean: State, others: bool
) -> None:
    """Test candidates for as long as each leaves this process as it was."""
    start = _peak()
    while True:
        alike = given.repeatable or (State.of(scratch) == clean and not others)
        wire.send(control, {"free": True, "clean": alike})
        order, fds = wire.receive(control, max_fds=1)
        if "next" in order:
            os._exit(_EXIT_NEXT)
        with socket.socket(fileno=fds[0]) as sock:
            line = Line(sock, given.words, in_place=order["in_place"])
            verdict = _verdict(_together if order["together"] else _apart, given, line)
        wire.send(control, verdict)
        values.forget()
        ended_well = verdict["status"] in ("passed", "failed", "gone")
        if not (given.repeatable and ended_well and _peak() < start + _USED_AGAIN_KIBIBYTES):
            return


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _in_a_child(action: Callable[..., None], *given: Any) -> int:
    """Do something in a child, which then ends whatever came of it; return its wait status."""
    pid = os.fork()
    if pid == 0:
        _end_after(action, *given)
    return os.waitpid(pid, 0)[1]


def _end_after(action: Callable[..., None], *given: Any) -> NoReturn:
    try:
        action(*given)
        os._exit(0)
    finally:
        os._exit(_EXIT_BROKEN)


def _others() -> bool:
    """Tell whether processes that tests started outlived them. Without a box nobody can tell."""
    if os.getppid() != 1:
        return False
    try:
        os.kill(-1, 0)  # all but process 1 and this one
    except ProcessLookupError:
        return False
    return True


def _broken(status: int) -> dict[str, Any]:
    return {"status": "broken", "detail": f"the tester ended with {status}"}


def _import_what_is_used(*texts: str) -> None:
    """Import what tests import, so that it is done once for all candidates.

    Where that fails it fails again in the tests, who then say so.
    """
    for text in texts:
        for module, modules in _IMPORT.findall(text):
            for name in (module, *modules.split(",")):
                with contextlib.suppress(BaseException):
                    importlib.import_module(name.strip())


def _compiled(tests: str, name: str = "<tests>") -> types.CodeType:
    code: types.CodeType = compile(tests, name, "exec")
    return code


def _verdict(test: Callable[[Tests, Line], None], given: Tests, line: Line) -> dict[str, Any]:
    """Return the verdict over one candidate: its status, a short detail, and the last call.

    Where the tests themselves cannot import something, its name is `missing`. To find words for
    the end of the tests takes their time too, and asks the candidate nothing.
    """
    signal.setitimer(signal.ITIMER_PROF, TEST_CPU_SECONDS)
    signal.setitimer(signal.ITIMER_VIRTUAL, TEST_CPU_SECONDS + _LAST_CPU_SECONDS)  # ends us
    try:
        try:
            test(given, line)
        except BaseException as error:  # any way a test can fail
            line.sock.close()
            return ended(error) | line.last_call()
        return {"status": "passed", "detail": ""}
    except TestsTooLongError:
        return TOO_LONG
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _apart(given: Tests, line: Line) -> None:
    """Run the tests here, on a candidate's functions in its own box."""
    scope = tests_scope(given.setup, line, given.entries)
    hello = line.hello()
    if "raised" in hello:
        raise line.raised(hello["raised"])
    exec(given.tests, scope)
    line.check_ends()


def _together(given: Tests, line: Line) -> None:
    """Have the tests run in the candidate's process, between steps that must fail there."""
    ask = line.hello
    loops = _compiled(_LOOPS)
    steps = (
        *((None, ""), (loops, ""), (given.setup, ""), _failing()),
        *((given.tests, ""), _failing()),
    )
    for step, must_fail in steps:
        if step is not None:
            body = marshal.dumps(step)
            try:
                line.sock.sendall(struct.pack("<I", len(body)) + body)
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


def _on_alarm(_signal: int, _frame: Any) -> None:
    raise TestsTooLongError

"""The child in which one candidate program runs, and the limits it runs under."""

import builtins
import math
import os
import resource
import signal
import socket
import sys
from typing import Any, NamedTuple

from backend.grading.inside import wire

MEBIBYTE = 1 << 20
_MAX_FILE = 16 * MEBIBYTE
_MAX_DETAIL = 300


class Bounds(NamedTuple):
    """Where candidates write, as whom they run (0: stay), and how many processes that user has."""

    scratch: list[str]
    uid: int
    processes: int


def confine(job: dict[str, Any], bounds: Bounds) -> None:
    """Take limits and give up all rights, for good."""
    os.setsid()
    # Whole seconds: a backstop for who stops the timer below.
    cpu = math.ceil(job["each"] or job["cpu"]) + 1
    memory = int(job["memory"])
    for kind, limit in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _MAX_FILE),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, bounds.processes),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    if uid := bounds.uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    signal.setitimer(signal.ITIMER_PROF, job["cpu"])  # CPU time; SIGPROF ends the process
    os.chdir(bounds.scratch[0])
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def describe(error: BaseException) -> str:
    """Return an exception in one short line, whatever its own `__str__` does."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:  # the candidate's own code runs here
        text = type(error).__name__
    return text.encode("utf-8", "replace").decode()[:_MAX_DETAIL]


def serve_calls(job: dict[str, Any], sock: socket.socket) -> None:
    """Define the candidate's functions and answer the tester's calls until it hangs up."""
    scope: dict[str, Any] = {"__name__": "candidate"}
    try:
        exec(compile(job["program"], "<candidate>", "exec"), scope)
        functions = {name: scope[name] for name in job["entries"] if name in scope}
        missing = [name for name in job["entries"] if name not in functions]
        if missing:
            raise NameError(f"name '{missing[0]}' is not defined")
    except BaseException as error:
        wire.send(sock, {"raised": [type(error).__name__, describe(error)]})
        return
    wire.send(sock, {"ready": True})
    while True:
        try:
            call, _ = wire.receive(sock)
        except EOFError:
            return
        if job["each"]:  # every call has the whole CPU time to itself
            signal.setitimer(signal.ITIMER_PROF, job["cpu"])
        try:
            positional, named = wire.decode(call["args"]), wire.decode(call["kwargs"])
            value = wire.encode(functions[call["name"]](*positional, **named))
            reply = {"value": value}
        except wire.NotAValueError as error:
            reply = {"unsendable": str(error)}
        except BaseException as error:
            reply = {"raised": [type(error).__name__, describe(error)]}
        wire.send(sock, reply)


def run_script(job: dict[str, Any]) -> int:
    """Run the candidate as a script; return its exit code. Its streams are set already."""
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # the box starts without `site`
    try:
        code = compile(job["program"], "<candidate>", "exec")
        exec(code, {"__name__": "__main__"})
    except SystemExit as leaving:
        return _exit_code(leaving)
    except BaseException as error:
        _complain(describe(error))
        return 1
    finally:
        try:
            sys.stdout.flush()
        except BaseException:  # the pipe is full or closed: not our loss
            pass
    return 0


def run_with_tests(job: dict[str, Any], verdict: int, secret: int) -> None:
    """Run program and tests in one process, for tests that need live objects.

    The nonce is read only after the fork and lives on this frame's stack; a candidate that tries
    hard can find it, which is why this is the fallback.
    """
    os.write(verdict, os.read(secret, 16) + _outcome(job))


def _outcome(job: dict[str, Any]) -> bytes:
    try:
        scope: dict[str, Any] = {"__name__": "candidate"}
        exec(compile(job["program"], "<candidate>", "exec"), scope)
        exec(compile(job["tests"], "<tests>", "exec"), scope)
    except BaseException as error:
        return b"F" + describe(error).encode()
    return b"P"


def _complain(text: str) -> None:
    try:
        os.write(2, text.encode())
    except OSError:
        pass


def _exit_code(leaving: SystemExit) -> int:
    if leaving.code is None:
        return 0
    return leaving.code & 0xFF if isinstance(leaving.code, int) else 1

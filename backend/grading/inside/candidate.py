"""The child in which one candidate program runs, and the limits it runs under."""

import builtins
import contextlib
import math
import os
import resource
import signal
import socket
import sys
import types
from typing import Any, NamedTuple

from backend.grading.inside import live, raised, wire
from backend.grading.inside.printed import Printed

MEBIBYTE = 1 << 20
_MAX_FILE = 16 * MEBIBYTE
_PROCESSORS = 2  # told to programs, whose pools would have another size on every machine
NAME = "<candidate>"


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


def module(name: str) -> dict[str, Any]:
    """Return the names of a new module for a program, which finds it as Python's own and as main.

    Without a name in `sys.modules`, dataclasses and pickle would find no module for its classes.
    """
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # the box starts without `site`
    os.cpu_count = lambda: _PROCESSORS
    sys.argv = ["solution.py"]
    sys.orig_argv = ["python", "solution.py"]
    made = types.ModuleType(name)
    sys.modules[name] = sys.modules["__main__"] = made
    names = vars(made)
    names["__builtins__"] = builtins  # as `__main__` has it
    return names


def serve_calls(job: dict[str, Any], sock: socket.socket) -> None:
    """Define the candidate's functions and answer the tester's calls until it hangs up."""
    scope = module("candidate")
    printed = Printed()
    try:
        exec(compile(job["program"], NAME, "exec"), scope)
        functions = {name: scope[name] for name in job["entries"] if name in scope}
        missing = [name for name in job["entries"] if name not in functions]
        if missing:
            raise NameError(f"name '{missing[0]}' is not defined")
    except BaseException as error:
        wire.send(sock, {"raised": raised.form(error)})
        return
    kept = live.Kept()
    printed.take()
    wire.send(sock, {"ready": True})
    while True:
        try:
            call, _ = wire.receive(sock)
        except EOFError:
            return
        if job["each"]:  # every call has the whole CPU time to itself
            signal.setitimer(signal.ITIMER_PROF, job["cpu"])
        reply = _answer(call, functions, kept)
        if text := printed.take():
            reply["printed"] = text
        try:
            wire.send(sock, reply, limit=wire.MAX_MESSAGE)
        except wire.TooMuchError as error:
            wire.send(sock, {"unsendable": str(error)})


def _answer(call: dict[str, Any], functions: dict[str, Any], kept: live.Kept) -> dict[str, Any]:
    reply: dict[str, Any]
    arguments: list[Any] = []
    try:
        arguments = [wire.decode(call[name], kept.find) for name in ("args", "kwargs")]
        positional, named = arguments
        if "live" in call:
            reply = kept.ask(call["live"], call["do"], list(positional), named)
        else:
            reply = {"value": wire.encode(functions[call["name"]](*positional, **named), kept.keep)}
    except wire.NotAValueError as error:
        reply = {"unsendable": str(error)}
    except BaseException as error:
        reply = {"raised": raised.form(error)}
    if call["in_place"] and arguments:
        with contextlib.suppress(BaseException):
            changed = [wire.encode(part, kept.keep) for part in arguments]
            if changed != [call["args"], call["kwargs"]]:
                reply["changed"] = changed
    return reply


def run_with_tests(job: dict[str, Any], verdict: int, secret: int) -> None:
    """Run program and tests in one process, for tests that need live objects.

    The nonce is read only after the fork and lives on this frame's stack; a candidate that tries
    hard can find it, which is why this is the fallback.
    """
    os.write(verdict, os.read(secret, 16) + _outcome(job))


def _outcome(job: dict[str, Any]) -> bytes:
    try:
        scope = module("candidate")
        exec(compile(job["program"], NAME, "exec"), scope)
        # What is tested is the candidate's, whatever else of that name the tests set up.
        tested = {name: scope[name] for name in job["entries"] if name in scope}
        exec(compile(job["setup"], "<setup>", "exec"), scope)
        scope.update(tested)
        exec(compile(job["tests"], "<tests>", "exec"), scope)
    except BaseException as error:
        return b"F" + raised.describe(error).encode()
    return b"P"

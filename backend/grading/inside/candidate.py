"""The child in which one candidate program runs and answers the tests' calls."""

import builtins
import contextlib
import os
import signal
import socket
import sys
import types
from typing import Any

from backend.grading.inside import live, raised, wire
from backend.grading.inside.printed import Printed

_PROCESSORS = 2  # told to programs, whose pools would have another size on every machine
_TURNS = 20  # after which Python has specialised what is run
NAME = "<candidate>"


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


def serve_calls(job: dict[str, Any], line: socket.socket, each: float) -> None:
    """Define the candidate's functions and answer the tester's calls until it hangs up.

    Where `each` is not 0, every call has so many seconds of CPU time to itself.
    """
    scope = module("candidate")
    printed = Printed()
    try:
        exec(compile(job["program"], NAME, "exec"), scope)
        functions = {name: scope[name] for name in job["entries"] if name in scope}
        missing = [name for name in job["entries"] if name not in functions]
        if missing:
            raise NameError(f"name '{missing[0]}' is not defined")
    except BaseException as error:
        wire.send(line, {"raised": raised.form(error)})
        return
    printed.take()
    wire.send(line, {"ready": True})
    _serve(functions, line, printed, each)


def practise() -> None:
    """Answer calls of nobody, so that Python has learnt how when a candidate is forked."""
    stdout = sys.stdout
    call = {"name": "f", "args": [{"tuple": [1]}], "kwargs": {"dict": []}, "in_place": True}
    for _ in range(_TURNS):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            wire.send(theirs, call)
            theirs.shutdown(socket.SHUT_WR)
            _serve({"f": max}, ours, Printed(), 0.0)
    sys.stdout = stdout


def _serve(functions: dict[str, Any], line: socket.socket, printed: Printed, each: float) -> None:
    kept = live.Kept()
    while True:
        try:
            call, _ = wire.receive(line)
        except EOFError:
            return
        if each:
            signal.setitimer(signal.ITIMER_PROF, each)
        reply = _answer(call, functions, kept)
        if text := printed.take():
            reply["printed"] = text
        try:
            wire.send(line, reply, limit=wire.MAX_MESSAGE)
        except wire.TooMuchError as error:
            wire.send(line, {"unsendable": str(error)})


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

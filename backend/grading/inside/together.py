"""Tests that need live objects, run in the candidate's own process, as the tests' box asks for.

This is the weaker mode: who shares a process can forge what it says. What is used here is bound
before the program exists, nothing of the tests is there until it is defined, no frame of this
module lies under its own while it is, and steps that must fail come between the tests (see
`tester`). That catches programs that make tests pass in general, and none that is made for this.
"""

import json
import marshal
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from backend.grading.inside import candidate

_MAX_DETAIL = 300


def serve(job: dict[str, Any], line: socket.socket) -> None:
    """Define the candidate's functions, then run each step that comes, until nobody asks."""
    answer = _bound(line)
    scope = candidate.module("candidate")
    failure = _define(job["program"], scope, _teller())
    answer(scope, job["entries"], failure)


def _define(program: str, scope: dict[str, Any], tell: Callable[[BaseException], bytes]) -> bytes:
    """Return how defining the program failed, nothing if it did not."""
    everything = BaseException
    try:
        exec(compile(program, candidate.NAME, "exec"), scope)
    except everything as error:
        return tell(error)
    return b""


def _teller() -> Callable[[BaseException], bytes]:
    """Return a function that makes an exception a JSON text of at most 300 characters."""
    quote: Any = json.encoder.encode_basestring_ascii
    everything, kind_of = BaseException, type

    def tell(error: BaseException) -> bytes:
        text = "BaseException"
        try:  # the candidate's own code runs here
            text = f"{kind_of(error).__name__}"[:_MAX_DETAIL]
            text = f"{text}: {error}"[:_MAX_DETAIL]
        except everything:
            pass
        said: bytes = quote(text).encode()
        return said

    return tell


def _bound(line: socket.socket) -> Callable[[dict[str, Any], list[str], bytes], None]:
    """Return what answers the tests' box; it looks nothing up that a program could replace."""
    run, load, tell = exec, marshal.loads, _teller()
    read, write, size, number = line.recv, line.sendall, len, int.from_bytes
    everything, no_trace, no_profile, leave = BaseException, sys.settrace, sys.setprofile, os._exit
    gather = bytearray

    def frame(content: bytes) -> bytes:
        return size(content).to_bytes(4, "little") + content

    done = frame(b'{"done": true}')

    def step() -> Any:
        left = number(take(4), "little")
        return load(take(left))

    def take(count: int) -> Any:
        found = gather()
        while size(found) < count:
            part = read(count - size(found))
            if not part:
                leave(0)
            found += part
        return found

    def answer(scope: dict[str, Any], entries: list[str], failure: bytes) -> None:
        no_trace(None)
        no_profile(None)
        if failure:
            write(frame(b'{"raised": ' + failure + b"}"))
            return
        # What is tested is the candidate's, whatever else of that name the tests set up.
        tested = {name: scope[name] for name in entries if name in scope}
        write(done)
        while True:
            code = step()
            scope |= tested
            try:
                run(code, scope)
            except everything as error:
                write(frame(b'{"raised": ' + tell(error) + b"}"))
            else:
                write(done)

    return answer

"""Process 1 of the candidates' box: forks for each program, watches it, and cleans up after it.

It never sees a program, a test, or anything that a program read or wrote: the child that it forks
reads its own job, from a line of its own to the grader, so that no process that a program becomes
has ever held another's text.

Its arguments are WHERE (see `wire.take_over`), UID and PROCESSES. UID is the user that programs
become (0: stay, there is no other); PROCESSES the most that this user may have. Without a box, by
explicit choice only, it is not process 1, and ends its own descendants instead of all processes.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
from typing import Any, NoReturn

# Not used here, but by candidates, who find them loaded.
import bisect  # noqa: F401
import collections  # noqa: F401
import copy  # noqa: F401
import dataclasses  # noqa: F401
import datetime  # noqa: F401
import decimal  # noqa: F401
import fractions  # noqa: F401
import functools  # noqa: F401
import heapq  # noqa: F401
import itertools  # noqa: F401
import math  # noqa: F401
import operator  # noqa: F401
import re  # noqa: F401
import string  # noqa: F401
import typing  # noqa: F401

from backend.grading.inside import candidate, confined, probe, script, streams, together, wire
from backend.grading.inside.confined import Bounds
from backend.grading.inside.traces import State

EXIT_BROKEN = 99  # the box itself failed, not the candidate
_LINE = 3  # the child's descriptor to the grader, or to the tests' box
_MAX_FDS = 2
_MAX_REAPS = 1000
_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Serve the grader until it hangs up; then process 1 ends, and the box with it."""
    control, scratch = wire.take_over(sys.argv[1])
    bounds = Bounds(scratch, int(sys.argv[2]), int(sys.argv[3]))
    if os.getpid() != 1:
        _adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # which process 1 does not get then
    confined.open_scratch(bounds)
    candidate.practise()
    gc.collect()
    gc.freeze()
    gc.disable()
    clean = State.of(scratch)
    wire.send(control, {"ready": True})
    while True:
        try:
            order, fds = wire.receive(control, max_fds=_MAX_FDS)
        except EOFError:
            return
        if "done" in order:  # a candidate that ended by itself was reported before this came
            continue
        report = run(order, fds, control, bounds)
        streams.remove(scratch[0])
        wire.send(control, report | {"clean": State.of(scratch) == clean})


def run(
    order: dict[str, Any], fds: list[int], control: socket.socket, bounds: Bounds
) -> dict[str, Any]:
    """Run one candidate to its end and report how it ended and what its whole tree used."""
    started = time.monotonic()
    begins, begun = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_candidate(order, [*fds, begun], bounds)
    wire.close([*fds, begun])
    end = _wait(pid, control, begins, order["wall"])
    status, cpu, leftovers = _reap(pid)
    return {
        "end": end,
        "exit": os.waitstatus_to_exitcode(status),
        "cpu": cpu,
        "wall": time.monotonic() - started,
        "leftovers": leftovers,
    }


def _become_candidate(order: dict[str, Any], fds: list[int], bounds: Bounds) -> NoReturn:
    try:
        nothing = os.open("/dev/null", os.O_RDWR)
        _put_in_place([nothing] * 3 + fds)
        line = socket.socket(fileno=_LINE)
        job, _ = wire.receive(line)
        os.close(_LINE + len(fds) - 1)  # from here on it is the program's own time
        mode = order["mode"]
        if mode == "script":
            streams.take(job, bounds.scratch[0], line)
        confined.confine(order, bounds)
        gc.enable()
        if mode == "calls":
            candidate.serve_calls(job, line, order["cpu"] if order["each"] else 0.0)
        elif mode == "together":
            together.serve(job, line)
        elif mode == "probe":
            probe.run(job, line, socket.socket(fileno=_LINE + 1))
        else:
            os._exit(script.run(job["program"], bounds.scratch[0]))
        os._exit(0)
    finally:
        os._exit(EXIT_BROKEN)


def _put_in_place(kept: list[int]) -> None:
    """Make these the descriptors from 0 on, and close all others."""
    for place, fd in enumerate(kept):
        os.dup2(fd, 200 + place)  # out of the way first: the numbers may overlap
    for place in range(len(kept)):
        os.dup2(200 + place, place)
    os.closerange(len(kept), 256)


def _wait(pid: int, control: socket.socket, begins: int, wall: float) -> str:
    """Return what ended the wait: the candidate "itself", the grader ("done") or the "wall".

    The wall's seconds count from when the candidate has its job and `begins` ends: how long a
    busy machine takes to hand that over is nothing that a program could help.
    """
    pidfd = os.pidfd_open(pid)
    try:
        poll = select.poll()
        for fd in (control.fileno(), pidfd, begins):
            poll.register(fd, select.POLLIN)
        ready = {fd for fd, _ in poll.poll()}
        if ready == {begins}:
            poll.unregister(begins)
            ready = {fd for fd, _ in poll.poll(wall * 1000)}
        if pidfd in ready:
            return "itself"
        if not ready:
            return "wall"
        wire.receive(control)
        return "done"
    finally:
        wire.close([pidfd, begins])


def _reap(pid: int) -> tuple[int, float, int]:
    """Kill all that lives beside us.

    Return the candidate's end, the CPU seconds of all that was reaped, and how many outlived it.
    Each process counts what it reaped itself, and nobody can have his children reaped by nobody:
    the box does not let SIGCHLD be ignored.
    """
    kill = _kill_box if os.getpid() == 1 else _kill_children
    found, cpu, others = None, 0.0, 0
    for _ in range(_MAX_REAPS):
        try:
            while True:
                kill()
                child, status, usage = os.wait4(-1, 0)
                cpu += usage.ru_utime + usage.ru_stime
                if child == pid:
                    found = status
                else:
                    others += 1
        except ChildProcessError:
            if found is None:
                break
            return found, cpu, others
    os._exit(EXIT_BROKEN)


def _kill_box() -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def _adopt_orphans() -> None:
    """Become the parent of all descendants whose own parent ends, so that none gets away."""
    import ctypes  # noqa: PLC0415 - not for candidates in a box to find

    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _kill_children() -> None:
    with open(f"/proc/self/task/{os.getpid()}/children") as children:
        for child in children.read().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

"""Process 1 of the candidates' box: forks for each sample, watches it, and cleans up after it.

Its arguments are WHERE (see `wire.take_over`), UID and PROCESSES. UID is the user that candidates
become (0: stay, there is no other); PROCESSES the most that this user may have. Without a box, by
explicit choice only, it is not process 1, and ends its own descendants instead of all processes.
"""

import contextlib
import gc
import os
import resource
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

from backend.grading.inside import candidate, script, wire
from backend.grading.inside.streams import Streams

EXIT_BROKEN = 99  # the box itself failed, not the candidate
_MAX_REAPS = 1000
_NONCE = 16
_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Serve the grader until it hangs up; then process 1 ends, and the box with it."""
    control, scratch = wire.take_over(sys.argv[1])
    bounds = candidate.Bounds(scratch, int(sys.argv[2]), int(sys.argv[3]))
    if os.getpid() != 1:
        _adopt_orphans()
    if bounds.uid:
        for folder in scratch:
            os.chmod(folder, 0o1777)
    gc.collect()
    gc.freeze()
    gc.disable()
    wire.send(control, {"ready": True})
    while True:
        try:
            job, fds = wire.receive(control, max_fds=1)
        except EOFError:
            return
        if "done" not in job:  # a candidate that ended by itself was reported before this came
            wire.send(control, run(job, fds, control, bounds))


def run(
    job: dict[str, Any], fds: list[int], control: socket.socket, bounds: candidate.Bounds
) -> dict[str, Any]:
    """Run one candidate to its end and report how it ended."""
    started = time.monotonic()
    streams = _streams(job, bounds)
    files = streams.open() if streams else []
    verdict = _unnamed_file(bounds.scratch[0]) if job["mode"] == "together" else None
    secret, nonce_pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        own = fds if verdict is None else [verdict, secret]
        _become_candidate(job, files, own, bounds)
    nonce = os.urandom(_NONCE)  # made after the fork: the candidate's memory never held it
    os.write(nonce_pipe, nonce)
    wire.close([*fds, *files, secret, nonce_pipe])
    end = _wait(pid, control, streams, started + job["wall"])
    status, usage, leftovers = _reap(pid)
    stdout, stderr = _written(streams)
    report = {
        "end": end,
        "exit": os.waitstatus_to_exitcode(status),
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.monotonic() - started,
        "stdout": stdout,
        "overflow": streams is not None and streams.overflow,
        "stderr": stderr,
        "verdict": None,
        "leftovers": leftovers,
        "dirty": any(os.listdir(folder) for folder in bounds.scratch),
    }
    if verdict is not None:
        report["verdict"] = _verdict(_contents(verdict), nonce)
        os.close(verdict)
    return report


def _streams(job: dict[str, Any], bounds: candidate.Bounds) -> Streams | None:
    if job["mode"] != "script":
        return None
    return Streams(bounds.scratch[0], job["program"], job["stdin"], job["output"])


def _written(streams: Streams | None) -> tuple[str, str]:
    """Return what an ended script wrote, and remove what was made for it."""
    if streams is None:
        return "", ""
    streams.read()
    streams.end()
    streams.close()
    return streams.texts()


def _become_candidate(
    job: dict[str, Any], files: list[int], own: list[int], bounds: candidate.Bounds
) -> NoReturn:
    try:
        nothing = os.open("/dev/null", os.O_RDWR)
        kept = [*(files or [nothing] * 3), *own]
        for place, fd in enumerate(kept):
            os.dup2(fd, 200 + place)  # out of the way first: the numbers may overlap
        for place in range(len(kept)):
            os.dup2(200 + place, place)
        os.closerange(len(kept), 256)
        candidate.confine(job, bounds)
        gc.enable()
        if job["mode"] == "calls":
            candidate.serve_calls(job, socket.socket(fileno=3))
        elif job["mode"] == "together":
            candidate.run_with_tests(job, verdict=3, secret=4)
        else:
            os._exit(script.run(job["program"], bounds.scratch[0]))
        os._exit(0)
    finally:
        os._exit(EXIT_BROKEN)


def _wait(pid: int, control: socket.socket, streams: Streams | None, deadline: float) -> str:
    """Return what ended the wait.

    It is the candidate "itself", the grader ("done"), too much "output", or the clock ("wall").
    """
    pidfd = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(control, select.POLLIN)
        poll.register(pidfd, select.POLLIN)
        if streams:
            streams.register(poll)
        while True:
            ready = [fd for fd, _ in poll.poll(max(0.0, deadline - time.monotonic()) * 1000)]
            if pidfd in ready:
                return "itself"
            if control.fileno() in ready:
                wire.receive(control)
                return "done"
            if not ready or streams is None or time.monotonic() > deadline:
                return "wall"
            streams.read()
            if streams.overflow:
                return "output"
    finally:
        os.close(pidfd)


def _reap(pid: int) -> tuple[int, resource.struct_rusage, int]:
    """Kill all that lives beside us; return the candidate's end and how many outlived it."""
    kill = _kill_box if os.getpid() == 1 else _kill_children
    found = None
    others = 0
    for _ in range(_MAX_REAPS):
        try:
            while True:
                kill()
                child, status, usage = os.wait4(-1, 0)
                if child == pid:
                    found = status, usage
                else:
                    others += 1
        except ChildProcessError:
            if found is None:
                break
            return (*found, others)
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


def _unnamed_file(folder: str) -> int:
    """Open a file without a name; it counts against the size of the box's /tmp."""
    return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)


def _contents(fd: int) -> bytes:
    return os.pread(fd, os.fstat(fd).st_size, 0)


def _verdict(written: bytes, nonce: bytes) -> str | None:
    """Return "P" or "F..." if it was signed with the nonce, "forged" if not, None for nothing."""
    if not written:
        return None
    signed = written[:_NONCE] == nonce
    return written[_NONCE:].decode("utf-8", "replace") if signed else "forged"

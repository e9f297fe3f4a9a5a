"""The limits and the user that everything untrusted runs under, for good."""

import math
import os
import resource
import signal
from typing import Any, NamedTuple

MEBIBYTE = 1 << 20
_MAX_FILE = 16 * MEBIBYTE


class Bounds(NamedTuple):
    """Where programs write, as whom they run (0: stay), and how many processes that user has."""

    scratch: list[str]
    uid: int
    processes: int


def open_scratch(bounds: Bounds) -> None:
    """Let the programs' user write where programs write."""
    if bounds.uid:
        for folder in bounds.scratch:
            os.chmod(folder, 0o1777)


def confine(order: dict[str, Any], bounds: Bounds) -> None:
    """Take limits and give up all rights.

    `order` says how much: `cpu` seconds, in which SIGPROF ends the process; `each`, more than
    those, where each call has them to itself; `memory` bytes.
    """
    # Whole seconds: a backstop for who stops the timer below.
    seconds = math.ceil(order["each"] or order["cpu"]) + 1
    limit(int(order["memory"]), bounds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    become(bounds)
    signal.setitimer(signal.ITIMER_PROF, order["cpu"])  # CPU time
    os.chdir(bounds.scratch[0])


def limit(memory: int, bounds: Bounds) -> None:
    """Take all limits but that of CPU time."""
    os.setsid()
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _MAX_FILE),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, bounds.processes),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_SIGPENDING, 256),
    ):
        resource.setrlimit(kind, (most, most))


def become(bounds: Bounds) -> None:
    """Become the programs' user, if there is one."""
    if uid := bounds.uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)

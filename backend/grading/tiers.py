"""Which sandbox this machine offers, found out by trying it from inside."""

import shutil

from backend.benchmarks.problem import FunctionTests, Problem
from backend.errors import UserError
from backend.grading.verdict import Limits, Mode, Verdict
from backend.grading.worker import Worker

BUBBLEWRAP = "bubblewrap"

_SELF_TEST = Problem(
    "self-test",
    "",
    FunctionTests("", "able = probe()\nassert not able, f'a program could {able}'", ("probe",)),
)

# Returns what it was able to do and must not be.
_PROBE = """
import os, socket, time

def possible(action):
    try:
        action()
    except OSError:
        return False
    return True

def no_network():
    for family in (socket.AF_INET, socket.AF_INET6):
        socket.socket(family)

def forks():
    for _ in range(64):
        if os.fork() == 0:
            time.sleep(60)

def probe():
    attempts = {
        "open a network socket": no_network,
        "read /etc/passwd": lambda: open("/etc/passwd"),
        "see the processes of the machine": lambda: os.listdir("/proc/1"),
        "write to /usr": lambda: open("/usr/x", "w"),
        "write to its own root": lambda: open("/x", "w"),
        "write to the grader's files": lambda: open("/box/x", "w"),
        "signal process 1": lambda: os.kill(1, 0),
        "become root": lambda: os.setuid(0) if os.getuid() else None,
        "make a device": lambda: os.mknod("/tmp/d", 0o20666, os.makedev(1, 3)),
        "fork 64 times": forks,
    }
    return [name for name, action in attempts.items() if possible(action)]
"""


def choose_tier() -> str:
    """Return the tier to grade in.

    Raises:
        UserError: if no sandbox on this machine holds, with what to do about it.
    """
    if shutil.which("bwrap") is None:
        raise UserError(
            "bubblewrap is not installed, and untrusted programs are not run without a sandbox: "
            "install it (on Debian: apt-get install bubblewrap)"
        )
    verdict = self_test()
    if not verdict.passed:
        raise UserError(f"the sandbox does not hold on this machine: {verdict.detail}")
    return BUBBLEWRAP


def self_test() -> Verdict:
    """Run a program that tries what a box must prevent; it passes if everything was prevented."""
    with Worker() as worker:
        return worker.grade(_SELF_TEST, _PROBE, Mode.CALLS, Limits())

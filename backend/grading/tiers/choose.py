"""Which sandbox this machine offers, found out by trying it from inside."""

import shutil

from backend.benchmarks.problem import FunctionTests, Problem
from backend.errors import UserError
from backend.grading.tiers import Tier
from backend.grading.verdict import Limits, Mode, Verdict
from backend.grading.worker import Worker

_TOOLS = {Tier.BUBBLEWRAP: "bwrap", Tier.PODMAN: "podman"}

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

def others_visible():
    if b"backend.grading.inside" in open("/proc/1/cmdline", "rb").read():
        raise PermissionError("process 1 is the box's own")

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
        "see the processes of the machine": others_visible,
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


def choose_tier(*, unsafe_local: bool = False) -> Tier:
    """Return the tier to grade in: the first one here that holds.

    Args:
        unsafe_local: the user's own choice to run untrusted programs without a sandbox.

    Raises:
        UserError: if no sandbox on this machine holds, with what to do about it.
    """
    if unsafe_local:
        return Tier.UNSAFE_LOCAL
    troubles = []
    for tier, tool in _TOOLS.items():
        if shutil.which(tool) is None:
            troubles.append(f"{tool} is not installed")
            continue
        verdict = self_test(tier)
        if verdict.passed:
            return tier
        troubles.append(f"{tool}'s sandbox does not hold on this machine ({verdict.detail})")
    raise UserError(
        f"untrusted programs are not run without a sandbox: {' and '.join(troubles)}; install "
        "bubblewrap (on Debian: apt-get install bubblewrap) where user namespaces are allowed, or "
        "choose --unsafe-local on a machine that you can afford to lose"
    )


def self_test(tier: Tier) -> Verdict:
    """Run a program that tries what a box must prevent; it passes if everything was prevented."""
    with Worker(tier) as worker:
        return worker.grade(_SELF_TEST, _PROBE, Mode.CALLS, Limits())

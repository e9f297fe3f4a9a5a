"""Which sandbox this machine offers, found out by trying it from inside."""

import os
import shutil
from pathlib import Path

from backend.errors import UserError
from backend.grading.tiers import Tier
from backend.grading.tiers.users import Users, users
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, Problem
from backend.records.verdict import Limits, Mode, Verdict

# Settings of the kernel by which systems keep ordinary users from making user namespaces.
_RESTRICTIONS = {
    "kernel.apparmor_restrict_unprivileged_userns": "1",
    "kernel.unprivileged_userns_clone": "0",
    "user.max_user_namespaces": "0",
}
_TOOLS = {Tier.BUBBLEWRAP: "bwrap", Tier.PODMAN: "podman"}

_TESTS = "able = probe({alone})\nassert not able, f'a program could {{able}}'"

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

def probe(alone):
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
    if alone:  # with its box: who ends it ends nobody else's
        del attempts["signal process 1"]
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
        f"untrusted programs are not run without a sandbox: {' and '.join(troubles)}; "
        f"{_remedy()}, or choose --unsafe-local on a machine that you can afford to lose"
    )


def _remedy() -> str:
    """Say what would make a sandbox hold here."""
    if os.geteuid() != 0:
        for name, refuses in _RESTRICTIONS.items():
            file = Path("/proc/sys", name.replace(".", "/"))
            if file.exists() and file.read_text().strip() == refuses:
                return (
                    f"this system lets no ordinary user make user namespaces ({name} = {refuses}): "
                    "docs/security.md tells how to allow them"
                )
    return (
        "install bubblewrap (on Debian: apt-get install bubblewrap) where user namespaces are "
        "allowed"
    )


def _self_test(tier: Tier) -> Problem:
    alone = users(tier) is Users.NONE
    return Problem("self-test", "", FunctionTests("", _TESTS.format(alone=alone), ("probe",)))


def self_test(tier: Tier) -> Verdict:
    """Run a program that tries what a box must prevent; it passes if everything was prevented."""
    with Worker(tier) as worker:
        return worker.grade(_self_test(tier), _PROBE, Mode.CALLS, Limits())

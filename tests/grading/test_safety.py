"""What a box shows and holds, and which box is chosen."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from backend.errors import UserError
from backend.grading.choose import choose_tier, self_test
from backend.grading.tiers import Tier, bubblewrap
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, Problem
from backend.records.verdict import Limits, Mode
from tests.podman import with_podman
from tests.processes import own_processes

pytestmark = pytest.mark.slow

# Looks at everything there is to see, and tries to write in every folder that there is.
LOOK_AROUND = """
import os, socket, sys

def look():
    writable, foreign, devices = [], [], []
    for folder, folders, files in os.walk("/"):
        if folder == "/proc":
            folders.clear()  # of the box's own processes; in bubblewrap there is none
            continue
        if os.access(folder, os.W_OK):
            writable.append(folder)
        for name in files:
            path = os.path.join(folder, name)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            if os.access(path, os.W_OK):
                writable.append(path)
            if not path.startswith(("/usr/", "/python/", "/box/backend/grading/inside/", "/dev/")):
                foreign.append(path)
    for name in os.listdir("/dev"):
        if not os.path.isdir("/dev/" + name) and not os.path.islink("/dev/" + name):
            devices.append(name)
    fds = [fd for fd in range(1024) if is_open(fd)]
    return {
        "root": sorted(os.listdir("/")), "writable": sorted(writable), "foreign": foreign,
        "devices": sorted(devices), "fds": fds, "host": socket.gethostname(),
        "environment": sorted(os.environ), "groups": os.getgroups(), "pid": os.getpid() < 100_000,
    }

def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
"""


@pytest.mark.parametrize("tier", [Tier.BUBBLEWRAP, Tier.PODMAN])
def test_nothing_of_the_host_is_there(tier: Tier, request: pytest.FixtureRequest) -> None:
    if tier is Tier.PODMAN:
        request.getfixturevalue("podman")
    shown = {"usr", "bin", "lib", "lib64", "tmp", "dev", "box"}
    others = {"python", "proc", "sys", "etc", "run"}  # the last three empty, or podman's own
    devices = {"null", "zero", "full", "random", "urandom", "tty", "console"}
    tests = f"""
found = look()
root = set(found["root"])
assert {shown} - {{"lib64"}} <= root <= {shown | others}, root
assert found["writable"] == ["/dev/shm", "/tmp"], found["writable"]
allowed = ("/etc/host", "/etc/resolv.conf", "/etc/mtab", "/run/.containerenv", "/sys/")
assert not [path for path in found["foreign"] if not path.startswith(allowed)], found["foreign"]
assert set(found["devices"]) <= {devices}, found["devices"]
assert found["fds"] == [0, 1, 2, 3], found["fds"]
assert found["host"] == "box"
assert found["groups"] in ([], [65534]), found["groups"]
"""
    problem = Problem("look around", "", FunctionTests("", tests, ("look",)), None)
    with Worker(tier) as worker:
        verdict = worker.grade(problem, LOOK_AROUND, Mode.CALLS, Limits(cpu_seconds=30.0))
    assert verdict.status == "passed", verdict


@pytest.fixture
def podman(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a podman that works here first on the path."""
    monkeypatch.setenv("PATH", with_podman(tmp_path))


def test_the_self_test_holds_here() -> None:
    assert choose_tier(unsafe_local=False) is Tier.BUBBLEWRAP


@pytest.mark.usefixtures("podman")
def test_podman_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "bwrap" else real(name))
    assert choose_tier(unsafe_local=False) is Tier.PODMAN


def test_without_a_sandbox_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match="bwrap is not installed and podman is not installed"):
        choose_tier(unsafe_local=False)


def test_the_self_test_sees_an_open_door(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = bubblewrap._command

    def opened(*asked: Any) -> list[str]:
        line = sealed(*asked)
        place = line.index("--remount-ro")
        return [*line[:place], "--ro-bind", "/etc", "/etc", *line[place:]]

    monkeypatch.setattr(bubblewrap, "_command", opened)
    verdict = self_test(Tier.BUBBLEWRAP)
    assert "a program could ['read /etc/passwd']" in verdict.detail
    monkeypatch.setenv("PATH", str(Path(shutil.which("bwrap") or "").parent))
    monkeypatch.setattr("backend.grading.choose._TOOLS", {Tier.BUBBLEWRAP: "bwrap"})
    with pytest.raises(UserError, match=r"bwrap's sandbox does not hold.*read /etc/passwd"):
        choose_tier(unsafe_local=False)


def test_without_a_box_only_by_choice_and_nothing_is_left_behind() -> None:
    assert choose_tier(unsafe_local=True) is Tier.UNSAFE_LOCAL
    stray = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        os.execv('/bin/sleep', ['sleep', '86.42'])\n    os._exit(0)\n"
    )
    add = Problem("add", "", FunctionTests("", "assert add(1, 2) == 3", ("add",)))
    honest = "def add(a, b): return a + b"
    with own_processes("86.42") as alive:
        with Worker(Tier.UNSAFE_LOCAL) as worker:
            verdict = worker.grade(add, stray + honest, Mode.CALLS, Limits())
            assert verdict.status == "passed", verdict
            assert worker.grade(add, honest, Mode.CALLS, Limits()).status == "passed"
            forever = worker.grade(add, "while True: pass", Mode.CALLS, Limits())
            assert forever.status == "timeout"
        assert not alive()

"""Hostile programs against the real sandbox: contained, judged right, and without a trace."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from backend.errors import UserError
from backend.grading.choose import choose_tier, self_test
from backend.grading.tiers import Tier, bubblewrap
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, Problem
from backend.records.verdict import Limits, Mode
from tests.dashboard import ROOT
from tests.grade_hostile import results
from tests.grading.test_verdicts import write_lines
from tests.ordinary import run_as_ordinary_user
from tests.processes import own_processes
from tests.programs import (
    CORPUS,
    ESCAPES,
    FORGERIES,
    HONEST,
    KERNEL_CALLS,
    ODD_BUT_RIGHT,
    OVERSPENT,
    OVERSPENT_SCRIPTS,
    PROBLEM,
    SCRIPTS,
    TRICKS,
)

pytestmark = pytest.mark.slow

Graded = dict[str, Future[dict[str, list[str]]]]


def judge(found: dict[str, list[str]], asked: dict[str, str]) -> None:
    """Judge the verdicts over the programs asked, and over those after them."""
    assert len(CORPUS | SCRIPTS) == len(CORPUS) + len(SCRIPTS) >= 350
    assert set(found) - set(ODD_BUT_RIGHT) == set(asked)
    for name, (status, detail, after, after_detail) in found.items():
        if name not in ODD_BUT_RIGHT:
            assert status not in ("passed", "unscored"), f"{name}: {status} {detail}"
            assert "ALLOWED" not in detail, name
        else:
            assert status == "passed", f"{name}: {detail}"
        assert len(detail) <= 300 and detail.isprintable(), f"{name}: {detail!a}"
        assert after == "passed", f"an honest program after '{name}': {after_detail}"
    for name in asked.keys() & (FORGERIES | TRICKS):
        if name.startswith("sends") and "hangs" not in name:
            assert found[name][0] == "forbidden", name
    for name in asked.keys() & (OVERSPENT | OVERSPENT_SCRIPTS):
        assert found[name][0] in ("timeout", "forbidden"), f"{name}: {found[name][:2]}"
    for name in asked.keys() & (ESCAPES | KERNEL_CALLS):
        assert found[name][0] in ("failed", "forbidden", "crashed"), name


@pytest.fixture(scope="module")
def graded() -> Iterator[Graded]:
    """Yield what comes of the corpus in each way; all at once, since many programs only wait."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name, ThreadPoolExecutor() as threads:
        place, podman = Path(name), _with_podman(Path(name) / "podman")
        ways = {
            "as root": lambda: results(Tier.BUBBLEWRAP),
            "with subordinate ids": lambda: _ordinary(place / "ids", subordinate=True),
            "scripts as an ordinary user": lambda: _ordinary(
                place / "scripts", "scripts", subordinate=False
            ),
            "at the front door": lambda: _front_door(place / "front"),
            "by podman": lambda: _podman(podman),
        }
        yield {way: threads.submit(grade) for way, grade in ways.items()}


def _ordinary(place: Path, *kinds: str, subordinate: bool) -> dict[str, list[str]]:
    arguments = ["-m", "tests.grade_hostile", "bubblewrap", *kinds]
    done = run_as_ordinary_user(place, arguments, subordinate=subordinate)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _podman(path: str) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.grade_hostile", "podman"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _front_door(place: Path) -> dict[str, list[str]]:
    assert isinstance(PROBLEM.tests, FunctionTests)
    problem = {
        "task_id": "hostile",
        "prompt": "",
        "entry_point": "add",
        "canonical_solution": str(PROBLEM.reference),
        "test": f"{PROBLEM.tests.setup}\ndef check(add):\n"
        + "".join(f"    {line}\n" for line in PROBLEM.tests.tests.splitlines()),
    }
    programs = CORPUS | ODD_BUT_RIGHT
    samples = [
        {"task_id": "hostile", "solution": text}
        for name, program in programs.items()
        for text in (program, f"{HONEST}\n# after {name}")
    ]
    place.mkdir()
    files = [write_lines(place / "p.jsonl", [problem]), write_lines(place / "s.jsonl", samples)]
    out = place / "verdicts.jsonl"
    arguments = ["-m", "backend", "grade-file", *map(str, files), "--out", str(out)]
    done = run_as_ordinary_user(place, [*arguments, "--workers", "2"], subordinate=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    return {
        name: [it["status"], it["detail"], after["status"], after["detail"]]
        for name, it, after in zip(programs, rows[::2], rows[1::2], strict=True)
    }


@pytest.mark.xdist_group("hostile")
def test_hostile_programs_are_contained_and_judged_right(graded: Graded) -> None:
    judge(graded["as root"].result(), CORPUS | SCRIPTS)


@pytest.mark.xdist_group("hostile")
def test_hostile_programs_are_contained_for_a_user_with_subordinate_ids(graded: Graded) -> None:
    judge(graded["with subordinate ids"].result(), CORPUS | SCRIPTS)


@pytest.mark.xdist_group("hostile")
def test_hostile_programs_are_contained_for_an_ordinary_user(graded: Graded) -> None:
    judge(graded["scripts as an ordinary user"].result(), SCRIPTS)
    judge(graded["at the front door"].result(), CORPUS)


@pytest.mark.xdist_group("hostile")
def test_hostile_programs_are_contained_by_podman(graded: Graded) -> None:
    judge(graded["by podman"].result(), CORPUS | SCRIPTS)


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


def _with_podman(folder: Path) -> str:
    """Return a PATH with a podman that works here.

    crun gives up where control groups of both versions are mounted; so hide one kind from it.
    """
    path, real = os.environ["PATH"], shutil.which("podman")
    if real is None:
        assert "CI" not in os.environ, "podman is missing"
        pytest.skip("podman is not installed")
    if not Path("/sys/fs/cgroup/unified").exists() or os.geteuid() != 0:
        return path
    hide = f'umount /sys/fs/cgroup/unified && exec {real} "$@"'
    folder.mkdir(exist_ok=True)
    (folder / "podman").write_text(f"#!/bin/sh\nexec unshare -m sh -c '{hide}' sh \"$@\"\n")
    (folder / "podman").chmod(0o755)
    return f"{folder}{os.pathsep}{path}"


@pytest.fixture
def podman(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a podman that works here first on the path."""
    monkeypatch.setenv("PATH", _with_podman(tmp_path))


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

"""Hostile programs against the real sandbox: contained, judged right, and without a trace."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.grading.tiers import Tier
from backend.records.problem import FunctionTests
from tests.dashboard import ROOT
from tests.grade_hostile import KINDS, asked, results
from tests.grading.test_verdicts import write_lines
from tests.ordinary import run_as_ordinary_user
from tests.podman import with_podman
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


def judge(found: dict[str, list[str]], names: set[str]) -> None:
    """Judge the verdicts over the programs asked, and over those after them."""
    assert len(CORPUS | SCRIPTS) == len(CORPUS) + len(SCRIPTS) >= 350
    assert set(found) - set(ODD_BUT_RIGHT) == names - set(ODD_BUT_RIGHT)
    for name, (status, detail, after, after_detail, called, came_back) in found.items():
        if name not in ODD_BUT_RIGHT:
            assert status not in ("passed", "unscored"), f"{name}: {status} {detail}"
            assert "ALLOWED" not in detail + came_back, name
        else:
            assert status == "passed", f"{name}: {detail}"
        assert not called or called.startswith("add("), f"{name}: {called!a}"
        for text in (detail, called, came_back):
            assert len(text) <= 300 and text.isprintable(), f"{name}: {text!a}"
        assert after == "passed", f"an honest program after '{name}': {after_detail}"
    for name in names & (FORGERIES | TRICKS).keys():
        if name.startswith("sends") and "hangs" not in name:
            assert found[name][0] == "forbidden", name
    for name in names & (OVERSPENT | OVERSPENT_SCRIPTS).keys():
        assert found[name][0] in ("timeout", "forbidden"), f"{name}: {found[name][:2]}"
    for name in names & (ESCAPES | KERNEL_CALLS).keys():
        assert found[name][0] in ("failed", "forbidden", "crashed"), name


@pytest.fixture(scope="module")
def graded() -> Iterator[Graded]:
    """Yield what comes of the corpus in each way; all at once, since many programs only wait."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name, ThreadPoolExecutor() as threads:
        place, podman = Path(name), with_podman(Path(name) / "podman")
        ways = {
            "as root": lambda: results(Tier.BUBBLEWRAP, {kind: KINDS[kind][1] for kind in KINDS}),
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
    programs = {name: KINDS["functions"][1][name] for name in sorted(asked("functions"))}
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
        name: [
            *(it["status"], it["detail"], after["status"], after["detail"]),
            *(it["called"] or "", it["came_back"] or ""),
        ]
        for name, it, after in zip(programs, rows[::2], rows[1::2], strict=True)
    }


def test_hostile_programs_are_contained_and_judged_right(graded: Graded) -> None:
    judge(graded["as root"].result(), {*CORPUS, *SCRIPTS})


def test_hostile_programs_are_contained_for_a_user_with_subordinate_ids(graded: Graded) -> None:
    judge(graded["with subordinate ids"].result(), asked("functions") | asked("scripts"))


def test_hostile_programs_are_contained_for_an_ordinary_user(graded: Graded) -> None:
    judge(graded["scripts as an ordinary user"].result(), asked("scripts"))
    judge(graded["at the front door"].result(), asked("functions"))


def test_hostile_programs_are_contained_by_podman(graded: Graded) -> None:
    judge(graded["by podman"].result(), asked("functions") | asked("scripts"))

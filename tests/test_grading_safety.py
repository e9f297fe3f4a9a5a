"""Hostile programs against the real sandbox: contained, judged right, and without a trace."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyseccomp
import pytest

from backend.errors import UserError
from backend.grading import tiers
from tests.dashboard import ROOT
from tests.grade_hostile import results
from tests.hostile import CORPUS, ESCAPES, FORGERIES, ODD_BUT_RIGHT

pytestmark = pytest.mark.slow

NOBODY = 65534


def ordinary_interpreter() -> str:
    """Return an interpreter that every user may run."""
    own = Path(sys.executable).resolve()
    open_to_all = all(part.stat().st_mode & stat.S_IXOTH for part in [own, *own.parents])
    return str(own) if open_to_all else "/usr/bin/python3"


@pytest.fixture(scope="module")
def for_everybody() -> Iterator[Path]:
    """Yield a folder that any user may read, with what grading the corpus needs."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        for part in ("backend/grading", "backend/benchmarks"):
            shutil.copytree(ROOT / part, folder / part)
        for part in ("backend/__init__.py", "backend/errors.py"):
            shutil.copy(ROOT / part, folder / part)
        (folder / "tests").mkdir()
        for part in ("tests/__init__.py", "tests/hostile.py", "tests/grade_hostile.py"):
            shutil.copy(ROOT / part, folder / part)
        shutil.copy(pyseccomp.__file__, folder)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield folder


def judge(found: dict[str, list[str]]) -> None:
    assert len(CORPUS) >= 60
    assert set(found) == set(CORPUS | ODD_BUT_RIGHT)
    for name, (status, detail, after, after_detail) in found.items():
        if name in CORPUS:
            assert status not in ("passed", "unscored"), f"{name}: {status} {detail}"
            assert "ALLOWED" not in detail, name
        else:
            assert status == "passed", f"{name}: {detail}"
        assert after == "passed", f"an honest program after '{name}': {after_detail}"
    for name in FORGERIES:
        if name.startswith("sends") and "hangs" not in name:
            assert found[name][0] == "forbidden", name
    for name in ESCAPES:
        assert found[name][0] in ("failed", "forbidden", "crashed"), name


def test_hostile_programs_are_contained_and_judged_right() -> None:
    judge(results())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_hostile_programs_are_contained_for_an_ordinary_user(for_everybody: Path) -> None:
    done = subprocess.run(
        [ordinary_interpreter(), "-m", "tests.grade_hostile"],
        cwd=for_everybody,
        env={"PATH": os.environ["PATH"], "HOME": "/tmp"},
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    judge(json.loads(done.stdout))


def test_the_self_test_holds_here() -> None:
    assert tiers.choose_tier() == tiers.BUBBLEWRAP


def test_without_bubblewrap_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match="bubblewrap is not installed"):
        tiers.choose_tier()


def test_the_self_test_sees_an_open_door(monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.grading import bubblewrap

    sealed = bubblewrap.command

    def opened(program: str, arguments: list[str], seccomp_fd: int) -> list[str]:
        line = sealed(program, arguments, seccomp_fd)
        place = line.index("--remount-ro")
        return [*line[:place], "--ro-bind", "/etc", "/etc", *line[place:]]

    monkeypatch.setattr(bubblewrap, "command", opened)
    with pytest.raises(UserError, match=r"does not hold.*read /etc/passwd"):
        tiers.choose_tier()

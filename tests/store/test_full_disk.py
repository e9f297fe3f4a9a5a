"""A disk that is full, a real one: a command says so in a sentence and loses nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.store.build import build_store
from tests.dashboard import ROOT
from tests.own_study import add_own

PROGRAM = Path(__file__).parent / "on_full_disk.py"
Stock = Callable[[Path], Path]


def on_disk(store: Path, kilobytes: int, *command: object) -> "subprocess.CompletedProcess[str]":
    """Run a command over a copy of a store on a disk of its own with so much room left in it.

    What it says on standard output at its end is what lies on that disk, by `on_full_disk.py`.
    """
    size = sum(-(-path.stat().st_size // 4096) * 4096 for path in store.iterdir())
    room = size + (kilobytes << 10)
    return subprocess.run(
        [
            *("bwrap", "--dev-bind", "/", "/", "--size", str(room), "--tmpfs", "/mnt"),
            *("--chdir", str(ROOT), "--", sys.executable, str(PROGRAM), str(store)),
            *map(str, command),
        ],
        env={**os.environ, "BUDGETSCOPE_STORE": "/mnt"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def published(stock: Stock, tmp_path: Path) -> Path:
    """Return a store with a study of one's own, and another that is not published yet."""
    folder = stock(tmp_path / "store")
    add_own("first", folder)
    build_store(folder, lambda _: None)
    add_own("second", folder)
    return folder


@pytest.mark.parametrize("command", ["build", "publish"])
@pytest.mark.parametrize("kilobytes", [0, 8, 600, 1_400])
def test_nothing_is_lost_and_nothing_left_about(
    published: Path, command: str, kilobytes: int
) -> None:
    ended = on_disk(published, kilobytes, command)
    assert ended.returncode == 2, ended.stderr
    (said,) = [line for line in ended.stderr.splitlines() if not line.startswith(("1/2", "2/2"))]
    assert said.startswith("error: /mnt")
    assert said.endswith("the disk is full")
    assert ended.stdout.splitlines() == ["as before"]


def test_a_first_build_leaves_no_half_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    ended = on_disk(empty, 9_000, "build")
    assert ended.returncode == 2
    assert "the disk is full" in ended.stderr
    assert ended.stdout.splitlines() == ["as before"]


def test_what_cannot_be_put_elsewhere_takes_no_others_place(published: Path) -> None:
    made = build_store(published, lambda _: None)
    (published / "place.duckdb").write_text("of before")
    room = made.stat().st_size * 3 // 2 >> 10  # for one file more, not for two
    ended = on_disk(published, room, "publish", "--to", "/mnt/place.duckdb")
    assert ended.returncode == 2
    assert ended.stderr == "error: /mnt/place.duckdb cannot be written: No space left on device\n"
    assert "'place.duckdb of 9'" in ended.stdout.splitlines()[-1]
    assert ".part" not in ended.stdout


@pytest.mark.parametrize("kilobytes", [0, 500])
def test_what_cannot_be_fetched_leaves_what_is_shown(
    published: Path, tmp_path: Path, kilobytes: int
) -> None:
    other = tmp_path / "other.duckdb"
    other.write_bytes(next(published.glob("snapshot-*")).read_bytes())
    ended = on_disk(published, kilobytes, "fetch", other)
    assert ended.returncode == 0, ended.stderr
    assert "No space left on device" in ended.stderr
    assert ended.stdout.splitlines() == ["as before"]

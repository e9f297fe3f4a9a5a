"""Long arithmetic elsewhere: in the order of coming, and whatever becomes of the process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from backend import elsewhere
from tests.dashboard import ROOT
from tests.processes import wait_until

MANY = 6


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[elsewhere._Helper]:
    new = elsewhere._Helper()
    monkeypatch.setattr(elsewhere, "_HELPER", new)
    elsewhere.allow()
    yield new
    if new._program is not None:
        with suppress(OSError), new._program as program:
            program.kill()


def ends_unless_in(process: int) -> int:
    if os.getpid() != process:
        os.kill(os.getpid(), signal.SIGKILL)
    return process


def test_one_at_a_time_in_the_order_of_coming() -> None:
    came: list[int] = []
    inside: list[int] = []
    most: list[int] = []
    go = Event()

    def work(number: int) -> None:
        inside.append(number)
        most.append(len(inside))
        assert go.wait(60)
        came.append(number)
        inside.remove(number)

    with ThreadPoolExecutor(MANY) as pool:
        asked = []
        for number in range(MANY):
            asked.append(pool.submit(elsewhere.elsewhere, work, number))
            wait_until(lambda: len(elsewhere._WAITING) > number, "another in the line")  # noqa: B023
        go.set()
        for each in asked:
            each.result(60)
    assert came == list(range(MANY))
    assert max(most) == 1


def test_a_command_works_by_itself() -> None:
    assert elsewhere.elsewhere(os.getpid) == os.getpid()


@pytest.mark.usefixtures("helper")
def test_a_server_has_it_done_elsewhere() -> None:
    other = elsewhere.elsewhere(os.getpid)
    assert other not in (os.getpid(), os.getppid())
    assert elsewhere.elsewhere(print, "this is no answer") is None
    assert elsewhere.elsewhere(os.getpid) == other
    assert elsewhere.elsewhere(sorted, [3, 1, 2]) == [1, 2, 3]


@pytest.mark.parametrize("allowed", [False, True])
def test_who_fails_is_told_and_lets_the_next_go_on(
    helper: elsewhere._Helper, allowed: bool
) -> None:
    helper.allowed = allowed
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            elsewhere.elsewhere(int, "three")
    assert not elsewhere._WAITING
    assert elsewhere.elsewhere(int, "3") == 3


@pytest.mark.usefixtures("helper")
def test_work_that_is_lost_is_done_here() -> None:
    first = elsewhere.elsewhere(os.getpid)
    assert elsewhere.elsewhere(ends_unless_in, os.getpid()) == os.getpid()
    second = elsewhere.elsewhere(os.getpid)
    assert second not in (first, os.getpid())
    os.kill(second, signal.SIGKILL)
    assert elsewhere.elsewhere(len, "abc") == 3


def test_it_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    lines = (
        "import os, pathlib, sys, time",
        "from backend.elsewhere import allow, elsewhere",
        "allow()",
        "pathlib.Path(sys.argv[1]).write_text(f'{elsewhere(os.getpid)}.')",
        "time.sleep(600)",
    )
    with subprocess.Popen([sys.executable, "-c", "\n".join(lines), told], cwd=ROOT) as server:
        wait_until(lambda: told.exists() and told.read_text().endswith("."), "its number")
        process = Path("/proc", told.read_text().rstrip("."))
        assert "backend.elsewhere" in (process / "cmdline").read_text()
        server.kill()
    wait_until(lambda: not process.exists() or _is_dead(process), "its end")


def _is_dead(process: Path) -> bool:
    with suppress(OSError):
        return (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True

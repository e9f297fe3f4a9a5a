"""Programs that are killed at any moment: what they leave about is cleared, and no lock stays."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.store.afar.follow import look
from backend.store.afar.place import Place
from backend.store.build import build_store
from backend.store.latest import LatestStudies
from tests.dashboard import ROOT
from tests.own_study import add_own
from tests.processes import wait_until

Stock = Callable[[Path], Path]

FETCH = """
import sys
from pathlib import Path
from backend.store.afar.follow import look
from backend.store.afar.place import Place
look(Place(sys.argv[1]), Path(sys.argv[2]))
"""


def killed(store: Path, *command: object, begun: Callable[[], bool], after: float) -> None:
    """Run a program over a store and kill it some seconds after it has begun, or has ended."""
    with subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env={**os.environ, "BUDGETSCOPE_STORE": str(store)},
        stdout=subprocess.DEVNULL,
    ) as program:
        wait_until(lambda: begun() or program.poll() is not None, "the beginning")
        time.sleep(after)
        program.send_signal(signal.SIGKILL)


def changes(folder: Path) -> Callable[[], bool]:
    """Return what tells whether anything in a folder has changed since."""

    def seen() -> list[tuple[str, int]]:
        return sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("[!w]*"))

    before = seen()

    def changed() -> bool:
        try:
            return seen() != before
        except FileNotFoundError:
            return True

    return changed


@pytest.mark.slow
def test_publishing_and_fetching_killed_at_any_moment(stock: Stock, tmp_path: Path) -> None:
    chance = random.Random(5)
    team, host, place = stock(tmp_path / "team"), stock(tmp_path / "host"), tmp_path / "place"
    place.mkdir()
    address = str(place / "t.duckdb")
    for store in (team, host):
        build_store(store, lambda _: None)
    add_own("first", team)
    Place(address).put(build_store(team, lambda _: None))
    look(Place(address), host)
    for trial in range(6):
        moment = chance.uniform(0, 0.05)
        begun = changes(team if trial % 2 else place)
        killed(team, "-m", "backend", "publish", "--to", address, begun=begun, after=moment)
        found, trouble = LatestStudies(team).get()
        assert (trouble, "first" in found.studies) == (None, True)
        killed(host, "-c", FETCH, address, host, begun=changes(host), after=moment)
        found, trouble = LatestStudies(host).get()
        assert (trouble, "first" in found.studies) == (None, True)
    Place(address).put(build_store(team, lambda _: None))
    look(Place(address), host)
    assert sorted(path.name for path in place.iterdir()) == ["t.duckdb", "t.duckdb.sha256"]
    assert not list(team.glob(".*"))
    assert [path.name for path in host.glob(".*")] == [".fetched.lock"]
    assert len(list(host.glob("snapshot-*"))) <= 4

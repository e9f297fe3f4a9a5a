"""What tests share: a store of the shipped data, a browser, and the workers that run them.

With several workers (`pytest -n 2 --dist loadfile`) the tests of a file stay together, so that they
build once what they share.
"""

import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from backend.store.build import build_store
from backend.store.snapshot.snapshot import Snapshot
from tests import regraded
from tests.dashboard import Visitor, launch, served
from tests.regulars import Regulars

settings.register_profile("default", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("default")

# Who is started in the background ignores Ctrl-C, and so would each program that is tested.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Two programs with a thread for each core would wait for each other at every turn.
os.environ.setdefault("OMP_NUM_THREADS", "1")

LONGEST = (
    "tests/miniature/test_smoke.py",
    "tests/sampling/test_sampling.py",
    "tests/grading/test_hostile.py",
    "tests/miniature/test_miniature_study.py",
    "tests/sampling/test_stopped.py",
)
"""Files that begin first, so that no worker is left with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort files: the longest first, then those with tests that wait for seconds."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    places = {name: place for place, name in enumerate(LONGEST)}

    def key(item: pytest.Item) -> tuple[int, bool]:
        name = item.path.relative_to(item.config.rootpath).as_posix()
        return places.get(name, len(places)), item.path not in slow

    items.sort(key=key)


def pytest_report_header() -> str:
    """Say which part of the shipped samples is graded anew."""
    return f"shipped samples graded anew: {regraded.said()}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nothing pass by being skipped in CI."""
    report = yield
    if report.skipped and "CI" in os.environ and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"nothing is skipped in CI: {report.longreprtext}"
    return report


@contextmanager
def shared_folder(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Yield a folder of this run that all its workers share, and whether it is still to be filled.

    One worker at a time; who fills it is waited for.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder, not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a freshly built store."""
    with shared_folder(tmp_path_factory, "shared-store") as (folder, is_new):
        if is_new:
            build_store(folder / "store", lambda _: None)
    return folder / "store"


@pytest.fixture(scope="session")
def stock(store: Path) -> Callable[[Path], Path]:
    """Return what puts the shipped studies into a folder: publishing there is quick."""

    def into(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for shipped in store.glob("shipped-*.duckdb"):
            shutil.copy(shipped, folder)
        return folder

    return into


@pytest.fixture
def own(stock: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store that the commands use; it has no study but those that ship."""
    folder = stock(tmp_path / "store")
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(folder))
    return folder


@pytest.fixture(scope="session")
def snapshot(store: Path) -> Iterator[Snapshot]:
    """Return the snapshot of all shipped studies."""
    opened = Snapshot(next(store.glob("shipped-*.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def use_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the program under test read the shared store."""
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(store))
    yield store


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(store: Path) -> Iterator[str]:
    with served(store) as found:
        yield found


@pytest.fixture(scope="session")
def regulars(browser: Browser, address: str) -> Regulars:
    return Regulars(browser, address)


@pytest.fixture
def visit(regulars: Regulars) -> Iterator[Callable[..., Visitor]]:
    """Open tabs that are checked for outside requests and console errors when they close."""
    visitors = []

    def open_tab(**context: Any) -> Visitor:
        visitors.append(regulars.tab(**context))
        return visitors[-1]

    yield open_tab
    try:
        for visitor in visitors:
            visitor.close()
    finally:
        regulars.forget()

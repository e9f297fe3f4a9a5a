"""A store built from the shipped data, shared by all tests that only read it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from backend.store.build import build_store
from backend.store.snapshot.snapshot import Snapshot
from tests.dashboard import Visitor, launch, served

settings.register_profile("default", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("default")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a freshly built store."""
    folder = tmp_path_factory.mktemp("store")
    build_store(folder, lambda _: None)
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


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Open tabs that are checked for outside requests and console errors when they close."""
    visitors = []

    def open_tab(**context: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **context))
        return visitors[-1]

    yield open_tab
    for visitor in visitors:
        visitor.close()

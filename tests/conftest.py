"""A store built from the shipped data, shared by all tests that only read it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from backend.store.build import build_store
from backend.store.snapshot import Snapshot

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
    opened = Snapshot(next(store.glob("snapshot-*.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def use_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the program under test read the shared store."""
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(store))
    yield store

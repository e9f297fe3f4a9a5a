"""The whole miniature study in small: the same twice, and what the pages show of it."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from tests.dashboard import ROOT, Visitor, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory, stock: Callable[[Path], Path]) -> list[Path]:
    """Run the whole study in small in two copies of the program at once; return the copies.

    The studies that ship are built already: only the smoke study is published.
    """
    copies = [tmp_path_factory.mktemp("smoke") for _ in range(2)]
    running = []
    for copy in copies:
        for name in ("backend", "experiments"):
            shutil.copytree(ROOT / name, copy / name)
        shutil.copytree(ROOT / "data", copy / "data", ignore=_not_shipped)
        stock(copy / "store")
        environment = {**os.environ, "BUDGETSCOPE_STORE": str(copy / "store")}
        command = [sys.executable, "-m", "backend.miniature", "all", "--smoke", "--quiet"]
        running.append(subprocess.Popen(command, cwd=copy, env=environment))
    assert [program.wait() for program in running] == [0, 0]
    return copies


def test_two_smoke_runs_are_identical(smoke: list[Path]) -> None:
    first, second = smoke
    models = sorted((first / "data/miniature-smoke").glob("*/model.safetensors"))
    assert len(models) == 2
    for model in models:
        other = second / model.relative_to(first)
        assert (
            hashlib.sha256(model.read_bytes()).digest()
            == hashlib.sha256(other.read_bytes()).digest()
        )
    found = [_contents(copy / "store") for copy in smoke]
    assert found[0] == found[1]
    samples, verdicts, scores = found[0]
    assert len(samples) == len(verdicts) == 12 * (40 + 20 + 2)
    assert len(scores) == 12 * (40 + 20) * 6


@pytest.mark.browser
def test_the_pages_show_what_the_smoke_run_made(smoke: list[Path], browser: Browser) -> None:
    store = smoke[0] / "store"
    with served(store) as address:
        tab = Visitor(browser, address)
        tab.open(study="miniature-smoke", by="time")
        tab.judges("12 problems")
        tab.open("selection", study="miniature-smoke", by="samples", budget="10")
        expect(tab.page.locator("table").first).to_contain_text("likelihood by mini 0.6M")
        tab.choose("Ranker", "likelihood by mini 0.6M")
        tab.judges("Of 10 answers of mini 0.1M, likelihood by mini 0.6M picks a right one for")
        tab.judges("Against one greedy answer of mini 0.6M, right for")
        tab.open("problems", study="miniature-smoke", problem="mini/easy/02")
        expect(tab.page.get_by_role("heading", name="mini/easy/02")).to_be_visible()
        expect(tab.page.get_by_text(" of 40 samples pass")).to_be_visible()
        tab.page.get_by_role("button", name="mini/easy/04").click()
        tab.settled()
        expect(tab.page.get_by_role("heading", name="mini/easy/04")).to_be_visible()
        assert tab.parameters["problem"] == ["mini/easy/04"]
        tab.page.get_by_role("radio", name="Failed").click()
        tab.choose("Order", "by likelihood by mini 0.6M")
        assert tab.parameters["show"] == ["failed"]
        assert tab.parameters["order"] == ["nll:mini 0.6M"]
        shown = tab.page.locator("[data-testid=stPopover] button").all_inner_texts()
        scores = [float(text.split(": ")[1].split()[0]) for text in shown[:5]]
        assert scores == sorted(scores, reverse=True)
        tab.close()
        phone = Visitor(
            browser,
            address,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
        )
        phone.open("problems", study="miniature-smoke")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        phone.close()


def _not_shipped(folder: str, names: list[str]) -> list[str]:
    made = {"store", "miniature", "miniature-smoke"}
    return [name for name in names if Path(folder) == ROOT / "data" and name in made]


def _contents(store: Path) -> list[list[tuple[Any, ...]]]:
    """Return all samples, verdicts and scores; times are of each run its own."""
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        return [
            connection.execute(
                f"SELECT {columns} FROM {table} JOIN run USING (run_id) "
                "WHERE study_id = 'miniature-smoke' ORDER BY ALL"
            ).fetchall()
            for table, columns in (
                ("sample", "sample.* EXCLUDE (batch)"),
                ("verdict", "run_id, problem_id, sample_index, passed, status, detail, program"),
                ("score", "score.*"),
            )
        ]

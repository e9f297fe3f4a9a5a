"""A new server or new data: who comes first or at once, and a build that fails."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend.store.build import publish_all
from backend.store.pointer import current_files
from backend.store.publish import publish, write_snapshot
from backend.store.shipped.studies import shipped_workbench, sources_digest
from backend.store.workbench.connection import open_workbench
from tests.dashboard import ROOT, served
from tests.regulars import Regulars

pytestmark = pytest.mark.browser


def test_visitors_who_come_together_all_see_the_page(regulars: Regulars, tmp_path: Path) -> None:
    """Two servers on one empty store, each with two visitors: one builds, the others wait."""
    store = tmp_path / "store"
    with served(store) as one, served(store) as other:
        tabs = [regulars.tab(address) for address in (one, other, one, other)]
        for tab in tabs:
            tab.page.goto(tab.address, wait_until="commit")
        for tab in tabs:
            tab.chart.wait_for()
            assert tab.page.locator('[data-testid="stException"]').count() == 0
            tab.close()


def test_a_visitor_waits_while_another_program_makes_the_data_file(
    regulars: Regulars, tmp_path: Path
) -> None:
    with served(tmp_path) as address, open_workbench(tmp_path) as workbench:
        tab = regulars.tab(address)
        tab.page.goto(address)
        told = tab.page.get_by_test_id("stAlert")
        expect(told).to_contain_text("is held by process")
        expect(told).to_contain_text("waiting for it")
        publish_all(workbench, tmp_path)
        tab.chart.wait_for()
        expect(told).to_have_count(0)
        tab.close()


def test_a_build_that_failed_is_tried_again_at_the_next_visit(
    regulars: Regulars, tmp_path: Path
) -> None:
    """Without data first, then with those of before; the same server all the time."""
    root, folder = tmp_path / "project", tmp_path / "*data* <b>of $x$"
    for part in ("backend", "pages", ".streamlit", "data/published"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (ROOT / "app.py", *(ROOT / "data").glob("*.toml")):
        shutil.copy(file, root / file.relative_to(ROOT))
    counts = root / "data" / "published" / "evalperf_counts.csv"
    right = counts.read_text()
    folder.write_text("a file where a folder is wanted")
    with served(folder / "store", root) as address:
        tab = regulars.tab(address)
        told = tab.page.get_by_test_id("stAlert")
        box = tab.page.locator('[data-testid="stException"]')

        tab.page.goto(address)
        expect(told).to_contain_text("The data file could not be built")
        expect(told).to_contain_text("the folder of data files cannot be a folder for data files")
        expect(told).not_to_contain_text(str(tmp_path))
        assert told.locator("em, b, .katex").count() == box.count() == 0

        folder.unlink()
        counts.write_text("model,n\nnot,these\n")
        tab.page.reload()
        expect(told).to_contain_text("the shipped study evalperf in")
        expect(told).to_contain_text("cannot be read")
        expect(told).not_to_contain_text(str(tmp_path))
        assert box.count() == 0

        counts.write_text(right)
        tab.page.goto(f"{address}/?study=evalperf")
        tab.chart.wait_for()
        expect(told).to_have_count(0)
        tab.close()

    counts.write_text("model,n\nnot,these\n")
    with served(folder / "store", root) as address:
        tab = regulars.tab(address)
        told = tab.page.get_by_test_id("stAlert")
        tab.page.goto(f"{address}/?study=evalperf")
        expect(told).to_contain_text("The shipped data changed, but")
        expect(told).to_contain_text("the shipped study evalperf in")
        tab.settled()
        tab.choose("Small model", "Qwen2.5-7B-Instruct")
        assert told.count() == 1

        counts.write_text(right.replace("Mbpp/808,50,50", "Mbpp/808,50,49"))
        tab.page.goto(f"{address}/?study=evalperf")
        tab.chart.wait_for()
        expect(told).to_have_count(0)
        tab.close()


def test_a_new_snapshot_reaches_an_open_page(
    regulars: Regulars, store: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(store, tmp_path / "store")
    with served(own) as address:
        tab = regulars.tab(address)
        tab.open()
        with shipped_workbench() as workbench:
            workbench.execute("UPDATE study SET title = 'Renamed' WHERE study_id = 'paper-mbpp'")
            renamed = own / "shipped-renamed.duckdb"
            write_snapshot(workbench, renamed, sources_digest())
        with open_workbench(own) as workbench:
            publish(workbench, own, renamed)
        tab.choose("Study", "APPS interview (the paper)")
        tab.choose("Study", "Renamed")
        assert tab.parameters["study"] == ["paper-mbpp"]
        current_files(own)[-1].write_bytes(b"damaged")
        (own / "CURRENT").write_text("snapshot-missing.duckdb\n")
        tab.choose("Small model", "Code Llama 7B")
        alert = tab.page.get_by_role("alert").inner_text()
        assert "there is no data file" in alert
        assert str(tmp_path) not in alert
        assert "python -m backend build" in alert
        assert alert.strip().endswith("Shown until then: the last good data file.")
        assert "solves" not in alert
        tab.judges("%")
        tab.close()


def test_the_first_visit_to_an_empty_store_builds_it(regulars: Regulars, tmp_path: Path) -> None:
    with served(tmp_path / "new") as address:
        tab = regulars.tab(address)
        tab.open()
        tab.judges("13B wins by 13.2 points")
        tab.close()

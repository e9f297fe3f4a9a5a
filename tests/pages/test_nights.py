"""What visitors and a host see while data files go bad or are replaced under a real server."""

import os
import re
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from backend.store.build import build_store
from backend.store.pointer import POINTER, current_files, show_own
from backend.store.snapshot.snapshot import Snapshot
from speed.viewer import viewer
from tests.aside import run_aside
from tests.dashboard import Visitor, served, serving
from tests.own_study import add_own
from tests.pages.test_health import asked

pytestmark = pytest.mark.browser

Stock = Callable[[Path], Path]
Lines = Callable[[], list[str]]


@pytest.fixture
def published(stock: Stock, tmp_path: Path) -> Path:
    """Return a store with a small data file of one's own beside the shipped one."""
    folder = stock(tmp_path / "store")
    add_own("first", folder)
    build_store(folder, lambda _: None)
    return folder


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> Lines:
    """Return what gives the server's lines since the last time that it was asked."""

    def since() -> list[str]:
        return capfd.readouterr().err.splitlines()

    return since


def of(beginning: str, lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(beginning)]


def look(address: str, times: int) -> None:
    """Visit several pages, in visits of their own."""

    async def visits() -> None:
        for _ in range(times):
            async with viewer(address) as visit:
                await visit.ask(study="first")
                await visit.ask("problems", study="miniature")
            assert not visit.errors

    run_aside(visits())


def half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def written_over(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))


def newer(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    with duckdb.connect(copy) as connection:
        connection.execute("UPDATE snapshot SET schema_version = 99")
    copy.replace(path)


def no_pointer(path: Path) -> None:
    (path.parent / POINTER).write_text("../somewhere\n")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (half, "cannot be read as a data file"),
        (written_over, "cannot be read as a data file"),
        (newer, "was made by a newer Budgetscope"),
        (Path.unlink, "there is no data file"),
        (no_pointer, "does not name data files"),
    ],
)
def test_the_last_good_data_are_shown_on_and_all_are_told_once(
    published: Path, browser: Browser, lines: Lines, spoil: Callable[[Path], None], told: str
) -> None:
    good = current_files(published)[-1]
    with served(published) as address:
        tab = Visitor(browser, address)
        tab.open(study="first", by="samples")
        assert asked(address)[1]["status"] == "ok"
        last = published / "snapshot-20990101T000000000000.duckdb"
        shutil.copy(good, last)
        show_own(published, last)
        look(address, 1)
        assert of("data:", lines()) == []
        spoil(last)
        look(address, 3)
        tab.page.reload()
        tab.drawn("")
        warning = tab.page.get_by_test_id("stAlert").filter(has_text=told)
        expect(warning).to_contain_text("Shown until then: the last good data file")
        status, found = asked(address)
        assert (status, found["status"]) == (200, "stale")
        assert told in found["trouble"]
        said = of("data:", lines())
        assert len(said) == 1, said
        assert told in said[0]
        build_store(published, lambda _: None)
        look(address, 2)
        assert asked(address)[1]["status"] == "ok"
        assert of("data:", lines()) == ["data: what was built last is shown"]
        tab.choose("Study", "EvalPerf, 32 chat models")  # what the page of before left is called
        expect(warning).to_have_count(0)
        assert tab.parameters["study"] == ["evalperf"]
        tab.close()


def damage_texts(path: Path) -> None:
    """Damage the blocks of all answers' texts, which nobody reads who opens the file."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS s (READ_ONLY)")
        blocks = connection.execute(
            """SELECT DISTINCT block_id FROM pragma_storage_info('s.sample')
               WHERE column_name = 'text' AND segment_type = 'VARCHAR' AND block_id >= 0"""
        ).fetchall()
    assert blocks
    with path.open("r+b") as file:
        for (block,) in blocks:
            file.seek((3 << 12) + block * (1 << 18) + 1000)
            file.write(b"damaged")
    Snapshot(path).close()


def test_damage_that_only_a_visitor_finds_is_mended_from_what_ships(
    store: Path, tmp_path: Path, browser: Browser, lines: Lines
) -> None:
    own = shutil.copytree(store, tmp_path / "store")
    (shipped,) = current_files(own)
    damage_texts(shipped)
    with served(own) as address:
        tab = Visitor(browser, address)
        tab.open("problems", study="miniature")
        expect(tab.page.get_by_test_id("stAlert")).to_have_count(0)
        found = asked(address)[1]
        assert (found["status"], found["data_files"]) == ("ok", [shipped.name])
        tab.close()
        said = of("data:", lines())
        assert len(said) == 2, "of what was found, and of what was built"
        assert f"{shipped} cannot be read as a data file" in said[0]


def open_files(process: int, folder: Path) -> set[str]:
    """Return the data files of a folder that a process has open, deleted ones too."""
    links = Path(f"/proc/{process}/fd").iterdir()
    found = (str(link.readlink()) for link in links if link.exists() or link.is_symlink())
    return {name for name in found if name.startswith(f"{folder}/") and ".duckdb" in name}


def test_files_that_are_replaced_under_visitors_are_closed(published: Path, lines: Lines) -> None:
    """Each of the visits stays, and saw another file: none of those is held for its sake."""
    good = current_files(published)[-1].read_bytes()

    async def visits(address: str, server: int) -> None:
        async with AsyncExitStack() as stay:
            tabs = [await stay.enter_async_context(viewer(address)) for _ in range(8)]
            for turn, tab in enumerate(tabs):
                last = published / f"snapshot-20990101T00000000000{turn}.duckdb"
                last.write_bytes(good)
                show_own(published, last)
                await tab.ask(study="first", by="samples")
                await tab.ask("problems", study="miniature")
                await tab.ask("costs", study="first")
            for tab in tabs:
                await tab.ask(study="miniature")
                assert not tab.errors
            assert asked(address)[1]["data_files"][-1] == last.name
            held = open_files(server, published)
            assert len(held) <= 3, "the two that are shown, and one that was just let go"

    with serving(published) as (address, server):
        run_aside(visits(address, server))
    assert of("data:", lines()) == []


def test_a_line_tells_each_visit_and_nothing_of_who_it_is(store: Path, lines: Lines) -> None:
    with served(store) as address:
        look(address, 3)
        said = of("wait:", lines())
    firsts = [line for line in said if line.endswith(", first")]
    shape = r"wait: \d+\.\d\d s for (explore|problems), visit [0-9a-f]{8}(, first)?"
    assert all(re.fullmatch(shape, line) for line in said), said
    assert len(firsts) == 3
    assert len({line.split("visit ")[1] for line in firsts}) == 3

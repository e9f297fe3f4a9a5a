"""What becomes of data files that are damaged, half there, written over or put back in time."""

import os
import random
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from backend.answers.library import Library
from backend.errors import HeldError, UserError
from backend.store import latest as latest_module
from backend.store.build import build_store
from backend.store.latest import LatestStudies
from backend.store.pointer import POINTER, current_files, show_own
from backend.store.snapshot.snapshot import Snapshot
from tests.own_study import add_own

Stock = Callable[[Path], Path]


@pytest.fixture
def published(stock: Stock, tmp_path: Path) -> Path:
    """Return a store with a small data file of one's own beside the shipped one."""
    folder = stock(tmp_path / "store")
    add_own("first", folder)
    build_store(folder, lambda _: None)
    return folder


@pytest.fixture
def longer(published: Path) -> Path:
    """Return a whole data file with another study more, which nobody shows yet."""
    before = current_files(published)
    add_own("second", published)
    made = build_store(published, lambda _: None)
    show_own(published, before[-1])
    return made


def whole(path: Path) -> None:
    found = Snapshot(path)
    found.file.read_through()
    found.close()


def test_no_damage_is_taken_for_anything_else(published: Path, tmp_path: Path) -> None:
    """Wherever a byte is another, no file is read with it: at once, or when it is read through."""
    good = next(published.glob("shipped-*"))
    bad = Path(shutil.copy(good, tmp_path / "snapshot-bad.duckdb"))
    size, chance = good.stat().st_size, random.Random(3)
    places = [*range(0, 13_000, 1_000), *(chance.randrange(size) for _ in range(25))]
    refused = 0
    with bad.open("r+b") as file:
        for place in places:
            file.seek(place)
            (byte,) = file.read(1)
            file.seek(place)
            file.write(bytes([byte ^ 0x55]))
            file.flush()
            try:
                whole(bad)
            except HeldError:
                pytest.fail(f"damage at {place} is told as if another program held the file")
            except UserError as error:
                refused += 1
                assert "cannot be read as a data file" in str(error)
            file.seek(place)
            file.write(bytes([byte]))
            file.flush()
    assert refused > len(places) * 0.7, "the others hit what is not used"
    whole(bad)


def test_no_part_of_a_file_is_taken_for_it(published: Path, tmp_path: Path) -> None:
    good = next(published.glob("shipped-*"))
    part = Path(shutil.copy(good, tmp_path / "snapshot-part.duckdb"))
    size = good.stat().st_size
    for share in range(99, -1, -3):
        os.truncate(part, size * share // 100)
        with pytest.raises(UserError, match="cannot be read as a data file"):
            Snapshot(part)


def test_a_file_that_is_still_being_copied_is_shown_when_it_is_whole(
    published: Path, longer: Path
) -> None:
    latest = LatestStudies(published)
    good, _ = latest.get()
    data = longer.read_bytes()
    coming = published / "snapshot-coming.duckdb"
    (published / POINTER).write_text(f"{good.files[0].name}\n{coming.name}\n")
    with coming.open("wb") as file:
        for start in range(0, len(data), 400_000):
            kept, trouble = latest.get()
            assert kept is good
            assert trouble is not None
            file.write(data[start : start + 400_000])
            file.flush()
    found, trouble = latest.get()
    assert trouble is None
    assert "second" in found.studies


def overwrite(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:  # as `cp` does: the same file, with other bytes
        file.write(data)
        file.truncate()


def test_nothing_is_read_of_a_file_that_was_written_over(published: Path, longer: Path) -> None:
    latest = LatestStudies(published)
    shown = current_files(published)[-1]
    first, _ = latest.get()
    overwrite(shown, b"\0" * 4096)
    found, trouble = latest.get()
    assert trouble is not None
    assert found.files[-1] == longer, "another file of one's own that is whole"
    overwrite(shown, longer.read_bytes())
    found, trouble = latest.get()
    assert trouble is None
    assert found.files == first.files
    assert "second" in found.studies


def test_with_no_other_file_only_what_ships_is_shown(published: Path) -> None:
    latest = LatestStudies(published)
    latest.get()
    overwrite(current_files(published)[-1], b"\0" * 4096)
    found, trouble = latest.get()
    assert trouble is not None
    assert [path.name.partition("-")[0] for path in found.files] == ["shipped"]


def test_a_deleted_file_is_shown_on_and_told(published: Path) -> None:
    latest = LatestStudies(published)
    good, _ = latest.get()
    current_files(published)[-1].unlink()
    kept, trouble = latest.get()
    assert kept is good
    assert "there is no data file" in str(trouble)
    assert list(kept.runs("first")) == ["first"]


def test_an_older_file_of_the_same_name_and_length_is_another(
    published: Path, longer: Path
) -> None:
    latest = LatestStudies(published)
    shown = current_files(published)[-1]
    good, _ = latest.get()
    facts = shown.stat()
    replaced = published / "new"
    data = longer.read_bytes()
    replaced.write_bytes(data)
    os.utime(replaced, ns=(0, facts.st_mtime_ns - 10**18))  # decades before
    replaced.replace(shown)
    found, trouble = latest.get()
    assert trouble is None
    assert found is not good
    assert "second" in found.studies
    os.utime(shown, ns=(facts.st_atime_ns, facts.st_mtime_ns))  # now even its time is the same
    assert "second" in latest.get()[0].studies


def test_damage_that_is_found_later_lets_the_file_go(
    published: Path, longer: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    show_own(published, longer)
    library = Library(published)
    library.get()
    (held,) = [s for s in library._latest.get()[0].sources if s.path == longer]
    with suppress(UserError):
        held.file.rows("SELECT error('Corrupt database file')")
    for _ in range(20):
        found, trouble = library.get()
        assert trouble is not None
        assert longer.name in str(trouble)
        assert found.files[-1] != longer
        assert "first" in found.studies
    again = LatestStudies(published)
    assert again.get()[1] is None, "a file may be read that was damaged in memory only"
    lines = [line for line in capfd.readouterr().err.splitlines() if line.startswith("data:")]
    assert len(lines) == 1


def test_a_refused_file_is_not_opened_again_and_again(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = LatestStudies(published)
    latest.get()
    bad = published / "snapshot-bad.duckdb"
    bad.write_bytes(b"\0" * 4096)
    (published / POINTER).write_text(f"{bad.name}\n")
    opened: list[Path] = []

    def opening(path: Path) -> Snapshot:
        opened.append(path)
        return Snapshot(path)

    monkeypatch.setattr(latest_module, "Snapshot", opening)
    for _ in range(5):
        assert latest.get()[1] is not None
    assert opened == [bad]


def test_nobody_waits_for_a_file_that_another_opens(
    published: Path, longer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = LatestStudies(published)
    good, _ = latest.get()
    show_own(published, longer)
    opening, go_on = threading.Event(), threading.Event()

    def slow(path: Path) -> Snapshot:
        opening.set()
        assert go_on.wait(600)
        return Snapshot(path)

    monkeypatch.setattr(latest_module, "Snapshot", slow)
    thread = threading.Thread(target=latest.get)
    thread.start()
    assert opening.wait(600)
    assert latest.get() == (good, None)
    go_on.set()
    thread.join()
    assert "second" in latest.get()[0].studies


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe\x00",
        b"../snapshot-x.duckdb",
        b"snapshot-\0.duckdb",
        b"snapshot-" + b"x" * 3000,
        b"x" * 5000,
        None,
    ],
)
def test_a_damaged_pointer_is_told_and_hides_nothing(published: Path, text: bytes | None) -> None:
    latest = LatestStudies(published)
    good, _ = latest.get()
    pointer = published / POINTER
    pointer.unlink()
    if text is None:
        pointer.mkdir()
    else:
        pointer.write_bytes(text)
    for each in (latest, LatestStudies(published)):
        found, trouble = each.get()
        assert trouble is not None
        assert found.files == good.files


def test_a_clock_that_was_set_back_takes_no_newer_file_away(published: Path) -> None:
    shown = current_files(published)
    for future in range(5):
        path = published / f"snapshot-29990101T00000000000{future}.duckdb"
        shutil.copy(shown[-1], path)
        os.utime(path, (4e9 + future, 4e9 + future))
    add_own("second", published)
    first = build_store(published, lambda _: None)
    second = build_store(published, lambda _: None)
    assert first.exists(), "one to fall back on, though its name and time are the oldest"
    (published / POINTER).write_text("snapshot-missing.duckdb\n")
    found, trouble = LatestStudies(published).get()
    assert trouble is not None
    assert found.files[-1] == second

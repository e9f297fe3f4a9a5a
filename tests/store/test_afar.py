"""Data files that lie elsewhere: what hosts show is whole, the newest that is, and told of."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest

from backend.answers.library import Library
from backend.cli import main
from backend.errors import HeldError, UserError
from backend.store.afar.follow import Follower, look
from backend.store.afar.place import Place, without_secrets
from backend.store.build import build_store
from backend.store.pointer import current_files
from backend.store.snapshot.snapshot import Snapshot
from tests.own_study import add_own
from tests.processes import wait_until

Stock = Callable[[Path], Path]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """Serve a folder as a plain web server does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def team(stock: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the store of a machine that publishes a study of its own."""
    folder = stock(tmp_path / "team")
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(folder))
    add_own("first", folder)
    return folder


@pytest.fixture
def host(stock: Stock, tmp_path: Path) -> Path:
    """Return the store of a host that shows what ships."""
    folder = stock(tmp_path / "host")
    build_store(folder, lambda _: None)
    return folder


def publish(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["publish", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def own_studies(store: Path) -> list[str]:
    *_, mine = current_files(store)
    snapshot = Snapshot(mine)
    found = list(snapshot.studies)
    snapshot.close()
    return found


def test_what_one_machine_publishes_a_host_shows(team: Path, host: Path, tmp_path: Path) -> None:
    place = tmp_path / "place" / "team.duckdb"
    place.parent.mkdir()
    with web(place.parent) as address:
        assert publish("--to", place) == 0
        afar = Place(f"{address}/team.duckdb")
        shown = look(afar, host)
        assert own_studies(host) == ["first"]
        assert current_files(host)[0].name.startswith("shipped-")
        add_own("second", team)
        assert publish("--to", f"file://{place}") == 0
        assert look(afar, host) != shown
        assert own_studies(host) == ["first", "second"]
        assert sorted(path.name for path in place.parent.iterdir()) == [
            "team.duckdb",
            "team.duckdb.sha256",
        ]


@pytest.mark.usefixtures("team")
def test_nothing_is_fetched_that_is_there_and_a_build_takes_it_from_nobody(
    host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish("--to", tmp_path / "p.duckdb") == 0
    place = Place(str(tmp_path / "p.duckdb"))
    shown = look(place, host)
    written = shown.stat().st_mtime_ns
    monkeypatch.setenv("BUDGETSCOPE_SNAPSHOT", "s3://that/does/not/answer")
    build_store(host, lambda _: None)  # as a host does where other data ships
    assert shown in current_files(host)
    (host / "CURRENT").write_text("damaged\n")
    build_store(host, lambda _: None)
    assert shown in current_files(host)
    monkeypatch.delenv("BUDGETSCOPE_SNAPSHOT")
    build_store(host, lambda _: None)  # that follows nobody any more
    assert shown not in current_files(host)
    assert look(place, host) == shown
    assert shown in current_files(host)
    assert shown.stat().st_mtime_ns == written


def test_a_file_without_a_digest_is_followed_by_its_state(
    team: Path, host: Path, tmp_path: Path
) -> None:
    place = tmp_path / "p.duckdb"
    assert publish("--to", place) == 0
    (tmp_path / "p.duckdb.sha256").unlink()
    with web(tmp_path) as address:
        afar = Place(f"{address}/p.duckdb?signature=secret")
        shown = look(afar, host)
        assert look(afar, host) == shown
        add_own("second", team)
        assert publish("--to", place) == 0
        (tmp_path / "p.duckdb.sha256").unlink()
        later = place.stat().st_mtime + 2  # a web server tells whole seconds
        os.utime(place, (later, later))
        assert look(afar, host) != shown
    assert own_studies(host) == ["first", "second"]


def spoil_digest(place: Path) -> None:
    beside = place.with_name(f"{place.name}.sha256")
    beside.write_text(f"{'0' * 64}  {place.name}\n")


def spoil_sum(place: Path) -> None:
    place.with_name(f"{place.name}.sha256").write_text("<html>not found</html>")


def cut_short(place: Path) -> None:
    place.with_name(f"{place.name}.sha256").unlink()
    place.write_bytes(place.read_bytes()[:20_000])


def other_version(place: Path) -> None:
    place.with_name(f"{place.name}.sha256").unlink()
    with duckdb.connect(place) as connection:
        connection.execute("UPDATE snapshot SET schema_version = 0")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_digest, "has not the digest that lies beside it"),
        (spoil_sum, "holds no SHA-256 digest"),
        (cut_short, "holds no data file that this version of Budgetscope reads"),
        (other_version, "holds no data file that this version of Budgetscope reads"),
        (Path.unlink, "has not the digest|cannot be fetched: there is no such file"),
    ],
)
@pytest.mark.usefixtures("team")
def test_what_cannot_be_shown_takes_no_others_place(
    host: Path, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    place = tmp_path / "p.duckdb"
    assert publish("--to", place) == 0
    look(Place(str(place)), host)
    before = current_files(host)
    beside = place.with_name("p.duckdb.sha256")
    beside.write_text(f"{'1' * 64}  p.duckdb\n")  # something else is there
    spoil(place)
    with pytest.raises(UserError, match=said) as told:
        look(Place(str(place)), host)
    assert str(host) not in str(told.value)
    assert current_files(host) == before
    assert not list(host.glob(".fetched*.duckdb"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://bucket/team.duckdb", "s3://bucket/team.duckdb cannot be opened: .*s3fs"),
        ("simplecache::https://u:secret@127.0.0.1/x", "is an address within another"),
        ("http://[x/team.duckdb?key=secret", "cannot be"),
        ("nowhere://x/team.duckdb", "cannot be opened: .*nowhere"),
        ("/nowhere/team.duckdb", "/nowhere/team.duckdb cannot be read: there is no such file"),
        ("http://me:secret@127.0.0.1:9/t.duckdb?key=secret", "http://127.0.0.1:9/t.duckdb cannot"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_secrets(
    host: Path, address: str, said: str
) -> None:
    with pytest.raises(UserError, match=said) as told:
        look(Place(address), host)
    assert "secret" not in str(told.value)


def test_a_server_that_refuses_is_told_by_what_it_answers(host: Path, tmp_path: Path) -> None:
    with web(tmp_path) as address:
        refused = Place(f"{address}/nothing.duckdb?key=secret")
        assert refused.digest() is None
        with pytest.raises(UserError, match="cannot be read: there is no such file"):
            look(refused, host)
        with pytest.raises(UserError, match="cannot be written") as told:
            refused.put(current_files(host)[0])
        assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("s3://key:secret@bucket/a/b.duckdb", "s3://bucket/a/b.duckdb"),
        ("https://host:8443/x.duckdb?X-Amz-Signature=secret#secret", "https://host:8443/x.duckdb"),
        ("/data/team.duckdb", "/data/team.duckdb"),
        ("https://me:pa/ss?w#rd@host/x.duckdb", "https://host/x.duckdb"),
        ("simplecache::https://u:secret@host/x", "https://host/x"),
        ("a\x1b[31m.duckdb", "a\\x1b[31m.duckdb"),
    ],
)
def test_addresses_are_told_without_secrets(address: str, told: str) -> None:
    assert without_secrets(address) == told


def test_only_studies_of_ones_own_are_put_elsewhere(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish("--to", tmp_path / "p.duckdb") == 2
    assert "holds no study of your own" in capsys.readouterr().err
    assert not (tmp_path / "p.duckdb").exists()
    assert current_files(own)


def test_who_looks_while_it_is_replaced_gets_a_whole_file(
    team: Path, host: Path, tmp_path: Path
) -> None:
    """Publishing goes on all the time; each look shows some whole file or says that it waits."""
    place = tmp_path / "p.duckdb"
    assert publish("--to", place) == 0
    done = threading.Event()
    files = [current_files(team)[-1]]
    for study in ("second", "third"):
        add_own(study, team)
        assert publish() == 0
        files.append(current_files(team)[-1])

    def replace() -> None:
        turn = 0
        while not done.is_set():
            Place(str(place)).put(files[turn % len(files)])
            turn += 1

    thread = threading.Thread(target=replace)
    thread.start()
    seen: set[tuple[str, ...]] = set()
    try:
        deadline = time.monotonic() + 120
        while len(seen) < len(files) and time.monotonic() < deadline:
            try:
                look(Place(str(place)), host)
            except UserError as error:
                assert "being replaced" in str(error) or "there is no such file" in str(error)
            seen.add(tuple(own_studies(host)) if len(current_files(host)) > 1 else ())
            seen.discard(())
    finally:
        done.set()
        thread.join()
    assert len(seen) == len(files)


def test_a_host_follows_and_says_what_is_wrong(
    team: Path, host: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "p.duckdb"
    assert publish("--to", place) == 0
    library = Library(host)
    library._afar = Follower(str(place), host, every=0.05, again=0.05)

    def shows(study: str) -> bool:
        return study in library.get()[0].studies

    wait_until(lambda: shows("first"), "the first study")
    place.rename(tmp_path / "gone")
    place.with_name("p.duckdb.sha256").rename(tmp_path / "gone.sha256")
    wait_until(lambda: library.get()[1] is not None, "trouble")
    assert "there is no such file" in str(library.get()[1])
    assert shows("first"), "the last good one is shown on"
    add_own("second", team)
    assert publish("--to", tmp_path / "new.duckdb") == 0
    for name in (".sha256", ""):  # the digest first, so that nobody sees the file without it
        (tmp_path / f"new.duckdb{name}").rename(tmp_path / f"p.duckdb{name}")
    wait_until(lambda: shows("second") and library.get()[1] is None, "the second study")
    lines = [line for line in capfd.readouterr().err.splitlines() if line.startswith("data:")]
    assert len(lines) == 3, "a line for each change, however often somebody looks"
    assert "what was shown before is shown on" in lines[1]


def test_two_programs_fetch_one_after_the_other(
    team: Path, host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish("--to", tmp_path / "p.duckdb") == 0
    place = Place(str(tmp_path / "p.duckdb"))
    fetch = Place.fetch

    def at_once(self: Place, into: Path, state: str) -> None:
        with pytest.raises(HeldError, match="another program fetches"):
            look(place, host)
        fetch(self, into, state)

    monkeypatch.setattr(Place, "fetch", at_once)
    look(place, host)
    assert own_studies(host) == ["first"]
    with pytest.raises(HeldError, match="nothing is built"):
        look(place, team.parent)


@pytest.mark.usefixtures("team")
def test_what_was_replaced_meanwhile_is_not_taken_for_what_was_looked_for(
    team: Path, host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.duckdb"
    assert publish("--to", path) == 0
    fetch = Place.fetch

    def replaced(self: Place, into: Path, state: str) -> None:
        add_own("second", team)
        assert publish("--to", path) == 0
        fetch(self, into, state)

    with monkeypatch.context() as patch:
        patch.setattr(Place, "fetch", replaced)
        with pytest.raises(UserError, match="is being replaced"):
            look(Place(str(path)), host)
    assert len(current_files(host)) == 1
    look(Place(str(path)), host)
    assert own_studies(host) == ["first", "second"]


@pytest.mark.usefixtures("team")
def test_a_disk_that_takes_nothing_is_told_and_tried_again(
    host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.duckdb"
    assert publish("--to", path) == 0

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    library = Library(host)
    follower = library._afar = Follower(str(path), host, every=0.05, again=0.05)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        wait_until(lambda: library.get()[1] is not None, "trouble")
        said = str(library.get()[1])
    assert said == "what lies at p.duckdb cannot be kept here: No space left on device"
    wait_until(lambda: library.get()[1] is None, "room")
    assert "first" in library.get()[0].studies
    follower._every = 3600


def test_no_folder_of_the_host_is_told() -> None:
    library = Library(Path("/data"))
    for text, told in (
        ("/data/CURRENT names no files", "CURRENT names no files"),
        ("/srv/app/data/models.toml is broken", "models.toml is broken"),
        ("https://example.org/data/team.duckdb is gone", "https://example.org/data/team.duckdb is"),
        ("nothing is in /data", "nothing is in the folder of data files"),
        ("'/mnt/team/x.duckdb' cannot be read", "'x.duckdb' cannot be read"),
    ):
        assert str(library._told(UserError(text))).startswith(told), text

"""Which data files are shown: followed without a restart, holding on to the last good ones."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from backend.errors import UserError
from backend.files.opening import read_whole, text_of
from backend.store.snapshot.data_file import REBUILD
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import SideBySide

POINTER = "CURRENT"
SHIPPED, OWN = "shipped", "snapshot"  # how the names of data files begin
_KEEP = 3  # data files of each kind: the current one and two to fall back on
_LONGEST = 4096


def current_files(store: Path) -> list[Path]:
    """Return the data files that the pointer names, in the order of lists; some may be missing.

    Raises:
        UserError: if there is no pointer, or it names anything but data files.
    """
    pointer = store / POINTER
    if not pointer.exists():
        raise UserError(f"there is no data file in {store}: {REBUILD}")
    names = text_of(str(pointer), read_whole(pointer, _LONGEST)).split()
    if not names or any(Path(name).name != name or _kind(name) == "" for name in names):
        raise UserError(f"{pointer} does not name data files: {REBUILD}")
    return [store / name for name in names]


def show(store: Path, files: Sequence[Path]) -> None:
    """Let the pointer name data files of its folder, in the order of lists; delete older ones."""
    with _alone(store):
        _write(store, files)


def show_own(store: Path, own: Path) -> None:
    """Let the pointer name a data file of one's own beside those that ship."""
    with _alone(store):
        files = current_files(store)
        shown = [*(path for path in files if _kind(path.name) == SHIPPED), own]
        if shown != files:
            _write(store, shown)


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """Let one thread or program at a time change the pointer."""
    folder = os.open(store, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(store: Path, files: Sequence[Path]) -> None:
    draft = store / f".{POINTER}.part"
    with draft.open("w") as pointer:
        pointer.writelines(f"{path.name}\n" for path in files)
        pointer.flush()
        os.fsync(pointer.fileno())
    draft.replace(store / POINTER)
    _prune(store)


def _prune(store: Path) -> None:
    """Delete all but the newest data files; readers that hold one open keep it on POSIX."""
    shown = set(current_files(store))
    for kind in (SHIPPED, OWN):
        files = sorted(store.glob(f"{kind}-*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
        for old in set(files[:-_KEEP]) - shown:
            old.unlink(missing_ok=True)


def open_current(store: Path) -> SideBySide:
    """Open the data files that the pointer names.

    Raises:
        UserError: if there are none, or one of them cannot be read.
    """
    return SideBySide(*map(Snapshot, current_files(store)))


class LatestStudies:
    """The newest data files that can be read; safe to share between threads."""

    def __init__(self, store: Path) -> None:
        """Follow the data files in `store`; nothing is opened yet."""
        self._store = store
        self._lock = Lock()
        self._held = SideBySide()

    def get(self) -> tuple[SideBySide, UserError | None]:
        """Return the studies at hand, and what is wrong if they are not the current ones.

        Of a file that cannot be read, the last good one of its kind is shown.

        Raises:
            UserError: if no data file at all can be read.
        """
        with self._lock:
            trouble: UserError | None = None
            try:
                wanted = current_files(self._store)
            except UserError as error:
                if not self._held.sources and not (self._store / POINTER).exists():
                    raise  # the first build has not come to its end
                wanted, trouble = [], error
            if trouble is None and [each.path for each in self._held.sources] == wanted:
                return self._held, None
            found: dict[str, Snapshot] = {}
            for path in wanted:
                try:
                    found[_kind(path.name)] = self._open(path)
                except UserError as error:
                    trouble = trouble or error
            if trouble:
                found = self._last_good() | found
            sources = [found[kind] for kind in (SHIPPED, OWN) if kind in found]
            if not sources and trouble:
                raise trouble
            if [*self._held.sources] != sources:
                self._held = SideBySide(*sources)
            return self._held, trouble

    def _open(self, path: Path) -> Snapshot:
        held = (source for source in self._held.sources if source.path == path)
        return next(held, None) or Snapshot(path)

    def _last_good(self) -> dict[str, Snapshot]:
        """Return what is held, or else the newest file that can be read, of each kind."""
        found = {_kind(source.path.name): source for source in self._held.sources}
        for kind in {SHIPPED, OWN} - found.keys():
            for path in sorted(self._store.glob(f"{kind}-*.duckdb"), reverse=True):
                try:
                    found[kind] = Snapshot(path)
                    break
                except UserError:
                    continue
        return found


def _kind(name: str) -> str:
    """Return what a data file holds by its name, "" where it is none."""
    return next((kind for kind in (SHIPPED, OWN) if name.startswith(f"{kind}-")), "")

"""Which data files are shown: a small file names them, and changes at once or not at all."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

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
    if not is_built(store):
        raise UserError(f"there is no data file in {store}: {REBUILD}")
    names = text_of(str(pointer), read_whole(pointer, _LONGEST)).split()
    if not names or any(Path(name).name != name or kind(name) == "" for name in names):
        raise UserError(f"{pointer} does not name data files: {REBUILD}")
    return [store / name for name in names]


def is_built(store: Path) -> bool:
    """Tell whether there is a pointer, whatever it says."""
    try:
        return (store / POINTER).exists()
    except OSError:
        return False


def newest_first(store: Path, of: str) -> list[Path]:
    """Return a folder's data files of a kind, the one that was shown last first."""
    found: dict[Path, int] = {}
    for path in store.glob(f"{of}-*.duckdb"):
        with suppress(OSError):  # another program deleted it meanwhile
            found[path] = path.stat().st_mtime_ns
    return sorted(found, key=lambda path: found[path], reverse=True)


def show(store: Path, files: Sequence[Path]) -> None:
    """Let the pointer name data files of its folder, in the order of lists; delete older ones."""
    with _alone(store):
        _write(store, files)


def show_own(store: Path, own: Path) -> None:
    """Let the pointer name a data file of one's own beside those that ship."""
    with _alone(store):
        files = current_files(store)
        shown = [*(path for path in files if kind(path.name) == SHIPPED), own]
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
    for path in files:
        _date(path)
    draft = store / f".{POINTER}.part"
    try:
        with draft.open("w") as pointer:
            pointer.writelines(f"{path.name}\n" for path in files)
            pointer.flush()
            os.fsync(pointer.fileno())
        draft.replace(store / POINTER)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _prune(store)


def _date(path: Path) -> None:
    """Let a file be the newest of its kind by its time, also where the clock was set back."""
    others = (each for each in newest_first(path.parent, kind(path.name)) if each != path)
    with suppress(OSError):  # deleted meanwhile, or another user's
        newest = max((each.stat().st_mtime_ns for each in others), default=0)
        if path.stat().st_mtime_ns <= newest:
            os.utime(path, ns=(newest + 1, newest + 1))


def _prune(store: Path) -> None:
    """Delete all but the newest data files; readers that hold one open keep it on POSIX."""
    shown = set(current_files(store))
    for each in (SHIPPED, OWN):
        for old in set(newest_first(store, each)[_KEEP:]) - shown:
            old.unlink(missing_ok=True)


def open_current(store: Path) -> SideBySide:
    """Open the data files that the pointer names.

    Raises:
        UserError: if there are none, or one of them cannot be read.
    """
    return SideBySide(*map(Snapshot, current_files(store)))


def kind(name: str) -> str:
    """Return what a data file holds by its name, "" where it is none."""
    return next((kind for kind in (SHIPPED, OWN) if name.startswith(f"{kind}-")), "")

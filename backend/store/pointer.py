"""Which data files are shown: followed without a restart, holding on to the last good ones."""

from pathlib import Path
from threading import Lock

from backend.errors import UserError
from backend.files.opening import read_whole, text_of
from backend.store.snapshot.data_file import REBUILD
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import SideBySide

POINTER = "CURRENT"
SHIPPED, OWN = "shipped", "snapshot"  # how the names of data files begin
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

    def get(self) -> tuple[SideBySide, str | None]:
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
                wanted, trouble = [], error
            if trouble is None and [each.path for each in self._held.sources] == wanted:
                return self._held, None
            sources = []
            for kind in (SHIPPED, OWN):
                files = [path for path in wanted if _kind(path.name) == kind]
                if files or trouble:
                    source, failed = self._open(kind, files)
                    trouble = trouble or failed
                    sources += [source] if source else []
            if not sources and trouble:
                raise trouble
            if [*self._held.sources] != sources:
                self._held = SideBySide(*sources)
            if trouble:
                return self._held, f"{trouble}. Shown until then: the last good data file"
            return self._held, None

    def _open(self, kind: str, files: list[Path]) -> tuple[Snapshot | None, UserError | None]:
        """Return the first of `files` that can be read, else the last good one of its kind."""
        held = {each.path: each for each in self._held.sources if _kind(each.path.name) == kind}
        trouble: UserError | None = None
        older = sorted(self._store.glob(f"{kind}-*.duckdb"), reverse=True)
        for path in [*files, *held, *older]:
            try:
                return held.get(path) or Snapshot(path), trouble
            except UserError as error:
                trouble = trouble or error
        return None, trouble


def _kind(name: str) -> str:
    """Return what a data file holds by its name, "" where it is none."""
    return next((kind for kind in (SHIPPED, OWN) if name.startswith(f"{kind}-")), "")

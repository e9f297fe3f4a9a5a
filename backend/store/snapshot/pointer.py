"""Follow the current snapshot without a restart, and hold on to the last good one."""

from pathlib import Path
from threading import Lock

from backend.errors import UserError
from backend.files.opening import read_whole, text_of
from backend.store.snapshot.data_file import REBUILD
from backend.store.snapshot.snapshot import Snapshot

POINTER = "CURRENT"
_LONGEST_NAME = 4096


class LatestSnapshot:
    """The newest snapshot that can be read; safe to share between threads."""

    def __init__(self, store: Path) -> None:
        """Follow the snapshots in `store`; nothing is opened yet."""
        self._store = store
        self._lock = Lock()
        self._held: Snapshot | None = None

    def get(self) -> tuple[Snapshot, str | None]:
        """Return the newest readable snapshot, and what is wrong if it is not the current one.

        Raises:
            UserError: if no snapshot at all can be read.
        """
        with self._lock:
            try:
                path = current_snapshot(self._store)
                if self._held is None or self._held.path != path:
                    self._held = Snapshot(path)
            except UserError as error:
                self._held = self._held or self._fallback(error)
                return self._held, f"{error}. Shown until then: the last good data file"
            return self._held, None

    def _fallback(self, trouble: UserError) -> Snapshot:
        for path in sorted(self._store.glob("snapshot-*.duckdb"), reverse=True):
            try:
                return Snapshot(path)
            except UserError:
                continue
        raise trouble


def current_snapshot(store: Path) -> Path:
    """Return the path of the snapshot that the pointer names; it may be missing.

    Raises:
        UserError: if there is no pointer, or it names no snapshot.
    """
    pointer = store / POINTER
    if not pointer.exists():
        raise UserError(f"there is no data file in {store}: {REBUILD}")
    name = text_of(str(pointer), read_whole(pointer, _LONGEST_NAME)).strip()
    if Path(name).name != name or not name.startswith("snapshot-"):
        raise UserError(f"{pointer} does not name a snapshot: {REBUILD}")
    return store / name

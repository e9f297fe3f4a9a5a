"""The newest data files that can be read: followed without a restart, the last good ones kept."""

from pathlib import Path
from threading import Lock

from backend.errors import HeldError, UserError
from backend.store.pointer import OWN, SHIPPED, current_files, is_built, kind, newest_first
from backend.store.snapshot.data_file import State, state_of
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import SideBySide


class LatestStudies:
    """The newest data files that can be read; safe to share between threads."""

    def __init__(self, store: Path) -> None:
        """Follow the data files in `store`; nothing is opened yet."""
        self._store = store
        self._lock = Lock()
        self._held = SideBySide()
        self._refused: dict[Path, tuple[State, UserError]] = {}
        self._said: tuple[SideBySide, UserError | None] | None = None

    @property
    def trouble(self) -> UserError | None:
        """What was wrong at the last look."""
        return self._said[1] if self._said else None

    def get(self) -> tuple[SideBySide, UserError | None]:
        """Return the studies at hand, and what is wrong if they are not the current ones.

        Of a file that cannot be read, the last good one of its kind is shown. As long as there is
        something to show, nobody waits for a file that another thread opens.

        Raises:
            UserError: if no data file at all can be read.
        """
        if not self._lock.acquire(blocking=self._said is None):
            return self._said or self.get()
        try:
            self._said = self._look()
        except UserError:
            self._said = None
            raise
        else:
            return self._said
        finally:
            self._lock.release()

    def _look(self) -> tuple[SideBySide, UserError | None]:
        trouble: UserError | None = None
        try:
            wanted = current_files(self._store)
        except UserError as error:
            if not self._held.sources and not is_built(self._store):
                raise  # the first build has not come to its end
            wanted, trouble = [], error
        found: dict[str, Snapshot] = {}
        for path in wanted:
            try:
                found[kind(path.name)] = self._open(path)
            except UserError as error:
                trouble = trouble or error
        if trouble:
            found = self._last_good() | found
        else:
            self._refused.clear()
        sources = [found[each] for each in (SHIPPED, OWN) if each in found]
        if not sources and trouble:
            raise trouble
        if [*self._held.sources] != sources:
            self._held = SideBySide(*sources)
        return self._held, trouble

    def _open(self, path: Path) -> Snapshot:
        """Open a file, unless it is open, or was refused and is still as it was then.

        Raises:
            UserError: if it cannot be read, or what was read of it was damaged.
        """
        state = state_of(path)
        held = next((source for source in self._held.sources if source.path == path), None)
        if held and held.file.trouble:
            self._refused[path] = (held.file.state, held.file.trouble)
        elif held and held.file.state == state:
            return held
        if path in self._refused and self._refused[path][0] == state:
            raise self._refused[path][1]
        try:
            return Snapshot(path)
        except HeldError:
            raise  # who holds it lets go of it, and it is as it was
        except UserError as error:
            if state:
                self._refused[path] = (state, error)
            raise

    def _last_good(self) -> dict[str, Snapshot]:
        """Return what is held, or else the newest file that can be read, of each kind."""
        held = {kind(source.path.name): source for source in self._held.sources}
        found = {name: source for name, source in held.items() if _is_sound(source)}
        for name in {SHIPPED, OWN} - found.keys():
            for path in newest_first(self._store, name):
                try:
                    found[name] = self._open(path)
                    break
                except UserError:
                    continue
        damaged = {name: source for name, source in held.items() if not _is_overwritten(source)}
        return damaged | found


def _is_sound(source: Snapshot) -> bool:
    return not source.file.trouble and not _is_overwritten(source)


def _is_overwritten(source: Snapshot) -> bool:
    """Tell whether an open file was written to: what is read of it could be anything.

    One that was deleted, or that another took the name of, stays as it was for who has it open.
    """
    state = state_of(source.path)
    return state is not None and state[:2] == source.file.state[:2] and state != source.file.state

"""A store that shows what lies in a place: fetched, checked, and looked at again."""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from backend.errors import HeldError, UserError
from backend.files.opening import size
from backend.pulse import pulse, say
from backend.store.afar.place import Place, without_secrets
from backend.store.pointer import OWN, POINTER, show_own
from backend.store.snapshot.data_file import REBUILD, State, state_of
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import duration

EVERY = 180.0
"""Seconds from one look to the next."""
AGAIN = 10.0
"""Seconds to the next look after one that failed."""
_DRAFT = ".fetched"


def look(place: Place, store: Path) -> Path:
    """Let a store show what lies in a place now; nothing is fetched that is there already.

    Returns:
        The data file that is shown.

    Raises:
        HeldError: if another program is fetching into this store, or building it.
        UserError: if the place cannot be read, or what lies there is no data file of this version.
    """
    if not (store / POINTER).exists():
        raise HeldError(f"nothing is built in {store} yet")
    with _draft(store) as draft:
        state = place.state()
        key = hashlib.sha256(f"{place.told} {state}".encode()).hexdigest()[:16]
        here = store.glob(f"{OWN}-*-{key}.duckdb")
        known = next((path for path in here if _is_whole(path, state_of(path))), None)
        if known is None:
            known = store / f"{OWN}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{key}.duckdb"
            _fetch(place, state, draft)
            draft.replace(known)
        show_own(store, known)
    return known


@lru_cache(maxsize=8)
def _is_whole(path: Path, _: State | None) -> bool:
    """Tell whether a file here can be read through; asked once, as long as it stays as it is."""
    try:
        with closing(Snapshot(path)) as found:
            found.file.read_through()
    except UserError:
        return False
    return True


def _fetch(place: Place, state: str, draft: Path) -> None:
    def line(seconds: float) -> str:
        came = draft.stat().st_size if draft.exists() else 0
        return f"data: {size(came)} of {place.told} fetched in {duration(seconds)}"

    with pulse(line):
        place.fetch(draft, state)
    try:
        with closing(Snapshot(draft)) as found:  # what cannot be read takes no other's place
            found.file.read_through()
    except UserError as error:
        reason = str(error).replace(str(draft), "it").removesuffix(f": {REBUILD}")
        raise UserError(
            f"{place.told} holds no data file that this version of Budgetscope reads ({reason}): "
            "publish it there anew, by this version"
        ) from error
    with draft.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def _draft(store: Path) -> Iterator[Path]:
    """Give a file to fetch into, alone; what a killed program left of one is gone."""
    with (store / f"{_DRAFT}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HeldError(f"another program fetches into {store}") from None
        draft = store / f"{_DRAFT}.duckdb"
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)


class Follower:
    """Looks at a place now and then, in a thread of its own, as long as the program runs."""

    def __init__(
        self, address: str, store: Path, every: float = EVERY, again: float = AGAIN
    ) -> None:
        """Follow what lies at `address`, as soon as `start` is called.

        Args:
            address: of a data file.
            store: the folder that shows it.
            every: seconds from one look to the next.
            again: seconds to the next look after one that failed.
        """
        self._address = address
        self._store = store
        self._every, self._again = every, again
        self._shown: Path | None = None
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
        self._starting = threading.Lock()
        self.trouble: UserError | None = None
        """What went wrong at the last look, in one sentence; None where nothing did."""

    def start(self) -> None:
        """Begin; once, however often it is called."""
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()

    def _follow(self) -> None:
        while True:
            self._look()
            time.sleep(self._every if self._shown and not self.trouble else self._again)

    def _look(self) -> None:
        try:
            place = Place(self._address)
            shown = look(place, self._store)
        except HeldError:
            return  # who fetches shows it, and who builds will be done
        except UserError as error:
            self._failed(error)
            return
        except Exception as error:  # a full disk, an address that is none: the thread goes on
            told = without_secrets(self._address)
            reason = getattr(error, "strerror", None) or type(error).__name__
            self._failed(UserError(f"what lies at {told} cannot be kept here: {reason}"))
            return
        if self.trouble or shown != self._shown:
            say(f"data: {shown.name} of {place.told} is shown")
        self.trouble, self._shown = None, shown

    def _failed(self, error: UserError) -> None:
        before, self.trouble = self.trouble, error
        if str(error) != str(before):
            say(f"data: {error}; what was shown before is shown on")

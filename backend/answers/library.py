"""The studies at hand: the newest data files, and how they are made where there are none."""

from collections.abc import Callable
from pathlib import Path

from backend.errors import UserError
from backend.store import snapshot_address, store_directory
from backend.store.afar.follow import Follower
from backend.store.build import build_store
from backend.store.pointer import LatestStudies
from backend.store.shipped.studies import sources_digest
from backend.store.studies import Studies


class Library:
    """The data files of a folder, followed without a restart; safe to share between threads."""

    def __init__(self, store: Path | None = None) -> None:
        """Follow `store`, by default the host's; nothing is read yet."""
        self._store = store or store_directory()
        address = snapshot_address()
        self._afar = Follower(address, self._store) if address else None
        self._latest = LatestStudies(self._store)
        self._digest: str | None = None

    def get(self) -> tuple[Studies, UserError | None]:
        """Return the studies at hand, and what is wrong if they are not the current ones.

        Raises:
            UserError: if no data file at all can be read.
        """
        if self._afar:
            self._afar.start()
        studies, trouble = self._latest.get()
        return studies, trouble or (self._afar.trouble if self._afar else None)

    def is_outdated(self) -> bool:
        """Return whether other data ships than the studies at hand were made from.

        Raises:
            UserError: if no data file at all can be read.
        """
        self._digest = self._digest or sources_digest()
        return self._digest not in self._latest.get()[0].digests

    def build(self, report: Callable[[str], None]) -> None:
        """Make the data files anew, from what ships now and the workbench.

        Args:
            report: called with a line before each step.

        Raises:
            UserError: if they cannot be made.
        """
        self._digest = None  # what ships may have changed since it was looked at
        build_store(self._store, report)

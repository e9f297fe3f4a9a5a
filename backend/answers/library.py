"""The studies at hand: the newest data files, and how they are made where there are none."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from backend.catalogue import DATA
from backend.errors import UserError
from backend.pulse import say
from backend.store import snapshot_address, store_directory
from backend.store.afar.follow import Follower
from backend.store.build import build_store
from backend.store.following import Following
from backend.store.latest import LatestStudies
from backend.store.shipped.studies import sources_digest
from backend.store.studies import SideBySide

_FOLDER = "the folder of data files"
_PATH = re.compile(r"(?<![\w:/.-])/(?:[^\s/:,;'\"()]+/)+([^\s/:,;'\"()]+)")
"""A path of the host, and the name at its end."""


class Library:
    """The data files of a folder, followed without a restart; safe to share between threads."""

    def __init__(self, store: Path | None = None) -> None:
        """Follow `store`, by default the host's; nothing is read yet."""
        self._store = store or store_directory()
        address = snapshot_address()
        self._afar = Follower(address, self._store) if address else None
        self._latest = LatestStudies(self._store)
        self._digest: str | None = None
        self._logged = ""
        self._logging = Lock()

    def get(self) -> tuple[Following, UserError | None]:
        """Return the studies at hand, and what is wrong if they are not the current ones.

        They stay the same until they are let go.

        Raises:
            UserError: if no data file at all can be read.
        """
        if self._afar:
            self._afar.start()
        studies, trouble = self._look()
        trouble = trouble or (self._afar.trouble if self._afar else None)
        return Following(studies, lambda: self._look()[0]), trouble and self._told(trouble)

    def is_outdated(self) -> bool:
        """Return whether other data ships than the studies at hand were made from.

        Raises:
            UserError: if no data file at all can be read.
        """
        self._digest = self._digest or sources_digest()
        return self._digest not in self._look()[0].digests

    def build(self, report: Callable[[str], None]) -> None:
        """Make the data files anew, from what ships now and the workbench.

        Args:
            report: called with a line before each step.

        Raises:
            UserError: if they cannot be made.
        """
        self._digest = None  # what ships may have changed since it was looked at
        with self._without_paths():
            build_store(self._store, report)

    def _look(self) -> tuple[SideBySide, UserError | None]:
        with self._without_paths():
            try:
                return self._latest.get()
            finally:
                self._log()

    @contextmanager
    def _without_paths(self) -> Iterator[None]:
        try:
            yield
        except UserError as error:
            raise self._told(error) from error

    def _log(self) -> None:
        """Write a line for each change, however many ask meanwhile."""
        with self._logging:
            text = str(self._latest.trouble or "")
            if text == self._logged:
                return
            self._logged = text
            good = "the last good data file is shown" if text else "what was built last is shown"
            say(f"data: {text}{text and '; '}{good}")

    def _told(self, error: UserError) -> UserError:
        """Return what strangers may read of an error: files by their names, no folder of the host.

        Whoever runs the host reads the whole of it in the log.
        """
        text = str(error)
        for folder in sorted(map(str, (self._store, DATA)), key=len, reverse=True):
            if folder.startswith("/"):  # and there where a path begins: not within an address
                text = re.sub(rf"(?<![\w:/.-]){re.escape(folder)}/", "", text)
                text = re.sub(rf"(?<![\w:/.-]){re.escape(folder)}\b", _FOLDER, text)
        return type(error)(_PATH.sub(r"\1", text))

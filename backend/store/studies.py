"""Studies from many data files side by side: those that ship, a host's own, a visitor's."""

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from backend.errors import unknown_name
from backend.records.study import Study
from backend.store.snapshot.snapshot import Snapshot


class Studies(Protocol):
    """Where questions about studies are answered from."""

    @property
    def studies(self) -> Mapping[str, Study]:
        """All studies by id, in the order of lists."""

    def of(self, study_id: str) -> Snapshot:
        """Return the data file that a study is in.

        Raises:
            UserError: if there is no such study, with the nearest ids.
        """


class SideBySide:
    """Several data files as one shelf; the first that has a study of an id keeps it."""

    def __init__(self, *sources: Snapshot) -> None:
        """Put `sources` side by side, in the order of lists."""
        self.sources = sources

    @cached_property
    def studies(self) -> Mapping[str, Study]:
        """All studies by id, in the order of lists."""
        found: dict[str, Study] = {}
        for source in self.sources:
            found |= {key: study for key, study in source.studies.items() if key not in found}
        return found

    def of(self, study_id: str) -> Snapshot:
        """Return the data file that a study is in.

        Raises:
            UserError: if there is no such study, with the nearest ids.
        """
        for source in self.sources:
            if study_id in source.studies:
                return source
        raise unknown_name("study", study_id, self.studies)

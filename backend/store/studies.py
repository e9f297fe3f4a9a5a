"""Studies from many data files side by side: those that ship, a host's own, a visitor's."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol

from backend.errors import unknown_name
from backend.records.samples import Prompt
from backend.records.study import Problems, Run, Study
from backend.store.snapshot.snapshot import Snapshot


class Studies(Protocol):
    """Where questions about studies are answered from, and what there is to choose.

    All that take a study's id raise a UserError where there is none of it, with the nearest ids.
    """

    @property
    def studies(self) -> Mapping[str, Study]:
        """All studies by id, in the order of lists."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The data files, in the order of lists."""

    def of(self, study_id: str) -> Snapshot:
        """Return the data file that a study is in."""

    def study(self, study_id: str) -> Study:
        """Return a study, by its id or one that it had before."""

    def runs(self, study_id: str) -> Mapping[str, Run]:
        """Return a study's runs by model name, by family and size, unknown sizes last."""

    def run(self, study_id: str, model: str) -> Run:
        """Return the run of a model, by its name or by a part after "/" that fits only one."""

    def problems(self, study_id: str) -> Problems:
        """Return a study's problems; none where only means were published."""

    def rankers(self, study_id: str) -> tuple[str, ...]:
        """Return the rankers that scored any run of a study, by name."""

    def read_models(self, study_id: str) -> tuple[str, ...]:
        """Return the models whose samples' texts are there to read, by family and size."""

    def asked(self, study_id: str, problem_id: str) -> Prompt:
        """Return what models were asked."""


class SideBySide:
    """Several data files as one; the first that has a study of an id keeps it."""

    def __init__(self, *sources: Snapshot) -> None:
        """Put `sources` side by side, in the order of lists."""
        self.sources = sources

    @property
    def files(self) -> tuple[Path, ...]:
        """The data files, in the order of lists."""
        return tuple(source.path for source in self.sources)

    @property
    def digests(self) -> frozenset[str]:
        """Digests of what studies that ship were made from, where nothing was found damaged."""
        sound = (source for source in self.sources if not source.file.trouble)
        return frozenset(source.sources for source in sound if source.sources)

    def close(self) -> None:
        """Close all data files."""
        for source in self.sources:
            source.close()

    @cached_property
    def studies(self) -> Mapping[str, Study]:
        """All studies by id, in the order of lists."""
        found: dict[str, Study] = {}
        for source in self.sources:
            found |= {key: study for key, study in source.studies.items() if key not in found}
        return found

    def of(self, study_id: str) -> Snapshot:
        """Return the data file that a study is in."""
        for source in self.sources:
            if study_id in source.studies:
                return source
        for source in self.sources:
            if study_id in source.former_ids:
                return source
        raise unknown_name("study", study_id, self.studies)

    def study(self, study_id: str) -> Study:
        """Return a study, by its id or one that it had before."""
        return self.of(study_id).study(study_id)

    def runs(self, study_id: str) -> Mapping[str, Run]:
        """Return a study's runs by model name, by family and size, unknown sizes last."""
        return self.of(study_id).runs(study_id)

    def run(self, study_id: str, model: str) -> Run:
        """Return the run of a model, by its name or by a part after "/" that fits only one."""
        return self.of(study_id).run(study_id, model)

    def problems(self, study_id: str) -> Problems:
        """Return a study's problems; none where only means were published."""
        return self.of(study_id).problems(study_id)

    def rankers(self, study_id: str) -> tuple[str, ...]:
        """Return the rankers that scored any run of a study, by name."""
        return self.of(study_id).rankers(study_id)

    def read_models(self, study_id: str) -> tuple[str, ...]:
        """Return the models whose samples' texts are there to read, by family and size."""
        return self.of(study_id).read_models(study_id)

    def asked(self, study_id: str, problem_id: str) -> Prompt:
        """Return what models were asked."""
        return self.of(study_id).asked(study_id, problem_id)

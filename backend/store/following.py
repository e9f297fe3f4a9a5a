"""Studies that stay the same while somebody reads them, and are the newest afterwards."""

from collections.abc import Callable, Mapping
from pathlib import Path

from backend.records.samples import Prompt
from backend.records.study import Problems, Run, Study
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import Studies


class Following:
    """Studies that stay the same until they are let go; from then on the newest there are.

    A page that was drawn leaves functions for its widgets behind, as long as its tab is open. They
    hold one of these, and so no data file that others have taken the place of.
    """

    def __init__(self, read: Studies, newest: Callable[[], Studies]) -> None:
        """Hold `read`; later follow what `newest` returns."""
        self._newest = newest
        self._read: Studies | None = read

    def let_go(self) -> None:
        """Follow the newest from now on."""
        self._read = None

    def is_behind(self) -> bool:
        """Return whether what is held is no longer the newest."""
        return self._read is not None and self._newest() is not self._read

    @property
    def _now(self) -> Studies:
        return self._read or self._newest()

    @property
    def studies(self) -> Mapping[str, Study]:
        """All studies by id, in the order of lists."""
        return self._now.studies

    @property
    def files(self) -> tuple[Path, ...]:
        """The data files, in the order of lists."""
        return self._now.files

    def of(self, study_id: str) -> Snapshot:
        """Return the data file that a study is in."""
        return self._now.of(study_id)

    def study(self, study_id: str) -> Study:
        """Return a study, by its id or one that it had before."""
        return self._now.study(study_id)

    def runs(self, study_id: str) -> Mapping[str, Run]:
        """Return a study's runs by model name, by family and size, unknown sizes last."""
        return self._now.runs(study_id)

    def run(self, study_id: str, model: str) -> Run:
        """Return the run of a model, by its name or by a part after "/" that fits only one."""
        return self._now.run(study_id, model)

    def problems(self, study_id: str) -> Problems:
        """Return a study's problems; none where only means were published."""
        return self._now.problems(study_id)

    def rankers(self, study_id: str) -> tuple[str, ...]:
        """Return the rankers that scored any run of a study, by name."""
        return self._now.rankers(study_id)

    def read_models(self, study_id: str) -> tuple[str, ...]:
        """Return the models whose samples' texts are there to read, by family and size."""
        return self._now.read_models(study_id)

    def asked(self, study_id: str, problem_id: str) -> Prompt:
        """Return what models were asked."""
        return self._now.asked(study_id, problem_id)

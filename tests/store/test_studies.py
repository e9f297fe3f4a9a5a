"""Studies from many data files side by side, and what is remembered of each."""

import gc
import weakref
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from backend.answers import comparison, curves, selection
from backend.answers.samples import readable_studies
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.records.question import Question
from backend.store.latest import LatestStudies
from backend.store.pointer import POINTER
from backend.store.publish import publish
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import SideBySide
from backend.store.workbench.connection import workbench_in_memory
from pages.parts.view import link


def own_study(folder: Path, study: str, right: int) -> Path:
    """Publish a study of two models and two problems of ten samples, `right` of them correct."""
    folder.mkdir(exist_ok=True)
    with workbench_in_memory() as workbench:
        workbench.execute(
            """INSERT INTO study (study_id, title, benchmark, sampling, source, caveats, n_problems,
                                  small, large, reference, position)
               VALUES ($1, $1, 'b', 's', 's', [], 2, 'one', 'two', 'one', 1)""",
            [study],
        )
        for model in ("one", "two"):
            workbench.execute(
                "INSERT INTO model (model_id) VALUES (?)",
                [model],
            )
            workbench.execute(
                "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, ?, ?, 10)",
                [f"{study}/{model}", study, model],
            )
            for problem in ("a", "b"):
                workbench.execute(
                    "INSERT INTO tally VALUES (?, ?, 10, ?)", [f"{study}/{model}", problem, right]
                )
        for position, problem in enumerate(("a", "b"), start=1):
            workbench.execute(
                "INSERT INTO problem (study_id, problem_id, position) VALUES (?, ?, ?)",
                [study, problem, position],
            )
        return publish(workbench, folder)


def test_questions_find_their_study_among_many_sources(snapshot: Snapshot, tmp_path: Path) -> None:
    host = Snapshot(own_study(tmp_path / "host", "mine", 5))
    visitor = Snapshot(own_study(tmp_path / "visitor", "yours", 10))
    with closing(host), closing(visitor):
        shelf = SideBySide(snapshot, host, visitor)
        assert list(shelf.studies) == [*snapshot.studies, "mine", "yours"]
        for study, score in (("mine", 50.0), ("yours", 100.0)):
            asked = Question(study, BudgetKind.SAMPLES)
            assert curves.curve(shelf, asked, "one").score[0] == score
            found = comparison.compare(shelf, asked, "one", "two", 1.0)
            assert found.difference.value == 0
        shipped = Question("paper-humaneval")
        model = snapshot.study("paper-humaneval").small
        assert curves.curve(shelf, shipped, model) is curves.curve(snapshot, shipped, model)
        assert readable_studies(shelf) == readable_studies(snapshot)
        assert selection.ranked_models(shelf, "mine") == []
        with pytest.raises(UserError, match="mine"):
            shelf.of("mnie")


def test_the_first_source_keeps_an_id(tmp_path: Path) -> None:
    first = Snapshot(own_study(tmp_path / "first", "same", 5))
    second = Snapshot(own_study(tmp_path / "second", "same", 10))
    with closing(first), closing(second):
        shelf = SideBySide(first, second)
        assert shelf.of("same") is first
        assert shelf.studies["same"] is first.studies["same"]


def test_an_id_of_now_goes_before_one_that_was(snapshot: Snapshot, tmp_path: Path) -> None:
    old, now = "livecodebench-2024-04", "livecodebench-2024-06"
    with closing(Snapshot(own_study(tmp_path / "other", "other", 5))) as other:
        shelf = SideBySide(other, snapshot)
        assert shelf.of(old) is snapshot
        assert shelf.study(old).id == now
        view, notes = link.read({"study": [old]}, shelf)
        assert (view.study, notes) == (now, [])
        assert link.write(view)["study"] == [now]
        with pytest.raises(UserError, match=now):
            shelf.study("livecodebench-2024")
    with closing(Snapshot(own_study(tmp_path / "same", old, 5))) as same:
        shelf = SideBySide(snapshot, same)
        assert shelf.study(old).id == old
        assert shelf.of(old) is same


def test_what_was_remembered_dies_with_its_snapshot(tmp_path: Path) -> None:
    own_study(tmp_path, "mine", 5)
    latest = LatestStudies(tmp_path)
    old, _ = latest.get()
    asked = Question("mine", BudgetKind.SAMPLES)
    kept = curves.curve(old, asked, "one")
    comparison.compare(old, asked, "one", "two", 2.0)
    source = old.of("mine")
    watched = [weakref.ref(each) for each in (source, source.memory, kept, kept.score)]
    own_study(tmp_path, "mine", 8)
    new, _ = latest.get()
    assert new is not old
    assert np.isclose(curves.curve(new, asked, "one").score[0], 80)
    del old, source, kept
    gc.collect()
    assert [each() for each in watched] == [None] * 4


def test_files_without_a_pointer_are_waited_for_and_held_ones_stay(tmp_path: Path) -> None:
    own_study(tmp_path, "mine", 5)
    held = LatestStudies(tmp_path)
    good, _ = held.get()
    (tmp_path / POINTER).unlink()
    with pytest.raises(UserError, match="there is no data file"):
        LatestStudies(tmp_path).get()
    kept, trouble = held.get()
    assert kept is good
    assert trouble is not None

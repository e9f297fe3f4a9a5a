"""Rankers by names that people understand."""

import pytest

from backend.errors import UserError
from backend.records.ranker_name import Kind, ranker_name
from backend.store.snapshot.snapshot import Snapshot
from backend.words.rankers import plain_name


@pytest.mark.parametrize(
    ("ranker", "name"),
    [
        ("codet", "agreement with generated tests"),
        ("consensus", "majority vote"),
        ("own-nll", "own likelihood"),
        ("nll:mini 10M", "likelihood by mini 10M"),
        ("nll:org/HuggingFaceTB/SmolLM2-135M", "likelihood by SmolLM2-135M"),
        ("z:own-nll+codet", "own likelihood + agreement with generated tests"),
        ("product:mini 10M", "generated tests passed and likelihood by mini 10M"),
    ],
)
def test_a_ranker_has_a_plain_name(ranker: str, name: str) -> None:
    assert plain_name(ranker) == name


@pytest.mark.parametrize("ranker", ["", "nll", "nll:", "z:", "my own {model}", "codet:x"])
def test_an_id_that_says_nothing_is_given_back(ranker: str) -> None:
    assert plain_name(ranker) == ranker


def test_no_two_kinds_are_called_the_same() -> None:
    names = []
    for kind in Kind:
        for rest in ("", ":a model", ":own-nll+codet"):
            try:
                ranker_name(f"{kind}{rest}")
            except UserError:
                continue
            names.append(plain_name(f"{kind}{rest}"))
            break
    assert len(names) == len(Kind)
    assert len(set(names)) == len(names)


def test_no_two_rankers_of_a_shipped_study_are_called_the_same(snapshot: Snapshot) -> None:
    for study in snapshot.studies:
        rankers = snapshot.rankers(study)
        names = {plain_name(ranker) for ranker in rankers}
        assert len(names) == len(rankers)
        assert not names & set(rankers)

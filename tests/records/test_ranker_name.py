"""What rankers' names say."""

import pytest

from backend.errors import UserError
from backend.records.ranker_name import Kind, RankerName, ranker_name
from backend.store.snapshot.snapshot import Snapshot
from backend.words.rankers import looks_at

LIKELIHOOD = RankerName(Kind.NLL, "org/model:8b")
SUM = RankerName(Kind.Z, None, (LIKELIHOOD, RankerName(Kind.CODET)))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("length-short", RankerName(Kind.LENGTH_SHORT)),
        ("nll:org/model:8b", LIKELIHOOD),
        ("product:mini 3M", RankerName(Kind.PRODUCT, "mini 3M")),
        (
            "z:nll:org/model:8b+codet",
            RankerName(Kind.Z, None, (LIKELIHOOD, RankerName(Kind.CODET))),
        ),
    ],
)
def test_a_name_says_the_kind_and_what_it_needs(name: str, said: RankerName) -> None:
    assert ranker_name(name) == said
    assert str(said) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", "mine", "nll", "nll:", "z", "z:", "z:+", "random:x", "oracle:", "Random"),
        *("z:mine+random", "z:nll:+codet", "z:z:random+codet", "z:" * 5000 + "random"),
    ],
)
def test_no_ranker_is_called_so(name: str) -> None:
    with pytest.raises(UserError, match="unknown ranker"):
        ranker_name(name)


def test_each_kind_has_words_for_what_it_looks_at() -> None:
    said = {looks_at(RankerName(kind, "org/model:8b", SUM.parts)) for kind in Kind}
    assert len(said) == len(Kind)
    assert not any("{" in each for each in said)
    assert looks_at(None) == "its scores came with the samples"


def test_the_names_of_shipped_rankings_say_what_they_look_at(snapshot: Snapshot) -> None:
    named = 0
    for study in snapshot.studies:
        for run, rankers in snapshot.rankers_by_run(study).items():
            for ranker in rankers:
                assert snapshot.ranker(run, ranker).name == ranker_name(ranker)
                named += 1
    assert named == 9 + 4 * 12 + (26 + 5) * 3

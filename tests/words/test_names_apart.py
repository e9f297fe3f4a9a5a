"""Models of different makers that have the same short name are told apart wherever several are."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from backend.answers.frontier import frontier
from backend.answers.pairs import pairs
from backend.answers.reallocate import within_budget
from backend.records.allocation import Policy
from backend.store.snapshot.snapshot import Snapshot
from backend.words import allocation, names
from backend.words import frontier as best
from backend.words import pairs as leads
from tests.answers.test_comparison import OWN, made_study

ONE, OTHER, THIRD = "here/Model-7B", "there/Model-7B", "there/Model-13B"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Give a study in which each of three models solves problems that no other does."""
    solved = {
        model: {f"p{place:02}": (10, 6 if place % 3 == at else 0) for place in range(60)}
        for at, model in enumerate((ONE, OTHER, THIRD))
    }
    less = {problem: counts for problem, counts in solved[ONE].items() if problem < "p30"}
    with closing(made_study(tmp_path_factory.mktemp("own"), {**solved, "x/Model-13B": less})) as it:
        yield it


def test_short_names_are_whole_where_they_would_be_alike() -> None:
    told = names.short_names([ONE, OTHER, "there/Other-1B"])
    assert told == {ONE: ONE, OTHER: OTHER, "there/Other-1B": "Other-1B"}


def test_advice_says_which_is_meant(own: Snapshot) -> None:
    found = within_budget(own, OWN, 6.0, (), Policy.MIX)
    assert {part.model for part in found.best.parts} == {ONE, OTHER, THIRD}
    said = allocation.advice(found, "a study")
    assert f" of {ONE}" in said
    assert f" of {OTHER}" in said
    assert allocation.left_out(found)[0].startswith("x/Model-13B is left out: ")
    assert found.single is not None
    assert f" x {found.single.parts[0].model}, " in str(allocation.against_single(found))


def test_the_best_and_the_pairs_say_which_is_meant(own: Snapshot) -> None:
    found = frontier(own, OWN)
    said = " ".join(best.told(found))
    assert "x/Model-13B is not compared: " in said
    assert set(best.never(found)) == {ONE, OTHER, THIRD} - {found.steps[0].model}
    unpaid = pairs(own, OWN, 0.5)
    assert all(name in leads.told(unpaid)[1] for name in (ONE, OTHER, THIRD, "x/Model-13B"))
    assert leads.names(unpaid) == best.names(found)

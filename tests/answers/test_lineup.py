"""All models of a study side by side."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.answers.frontier import frontier
from backend.answers.lineup import comparable, lineup
from backend.answers.reallocate import within_budget
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost
from backend.records.allocation import Policy
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.allocation import taken_for_granted
from tests.answers.test_comparison import OWN, made_study


def test_every_model_that_has_a_cost_is_there_in_the_order_of_lists(snapshot: Snapshot) -> None:
    for study in snapshot.studies.values():
        for kind in BudgetKind:
            asked = Question(study.id, kind)
            found = lineup(snapshot, asked, (study.small, study.large))
            runs = snapshot.runs(study.id)
            placed = [m for m in runs if not isinstance(cost_of_one(snapshot, asked, m), NoCost)]
            without = [model for model, _ in found.without]
            assert [each.model for each in found.curves] == [m for m in placed if m not in without]
            assert {study.small, study.large} <= {each.model for each in found.curves}


def test_models_are_shown_over_the_problems_of_the_pair(snapshot: Snapshot) -> None:
    """Each curve is the very one that stands on the chart when its model is added."""
    asked = Question("livecodebench-2024-06", BudgetKind.SAMPLES)
    pair = "DSCoder-6.7b-Ins", "DSCoder-33b-Ins"
    found = lineup(snapshot, asked, pair)
    assert len(found.curves) == 58
    for each in found.curves:
        assert each is curve(snapshot, asked, each.model, pair)


def test_a_model_that_was_not_ranked_is_left_out_with_the_reason(snapshot: Snapshot) -> None:
    asked = Question("miniature", ranker="nll:mini 10M")
    everybody = lineup(snapshot, replace(asked, ranker=None), ("mini 0.6M", "mini 3M"))
    found = lineup(snapshot, asked, ("mini 0.6M", "mini 3M"))
    told = dict(found.without)
    assert {each.model for each in everybody.curves} == {
        *told,
        *(each.model for each in found.curves),
    }
    for model, reason in told.items():
        assert reason == f"{model} was not ranked by nll:mini 10M in study miniature"


def given(first: int, end: int) -> dict[str, tuple[int, int]]:
    return {f"p{place:03}": (10, 1 + place % 7) for place in range(first, end)}


def test_two_models_are_compared_over_what_they_share(tmp_path: Path) -> None:
    """Before: the one that was given less lacked what "most" were given, and was left out."""
    studies = made_study(tmp_path, {"less": given(0, 40), "more": given(0, 60)})
    kept, lacking = comparable(studies, OWN, lineup(studies, OWN).curves)
    assert (list(kept), lacking) == (["less", "more"], ())
    assert frontier(studies, OWN).n_problems == 40
    studies.close()


def test_where_each_lacks_what_the_others_have_that_is_told(tmp_path: Path) -> None:
    """Before: none was left to compare, and whoever asked for the best of them broke."""
    every = given(0, 60)
    models = {
        name: {key: value for key, value in every.items() if int(key[1:]) // 20 != third}
        for third, name in enumerate("abc")
    }
    studies = made_study(tmp_path, models)
    with pytest.raises(UserError, match="the models share no problem"):
        frontier(studies, OWN)
    with pytest.raises(UserError, match="the models share no problem"):
        within_budget(studies, OWN, 4.0, (), Policy.CASCADE)
    studies.close()


def test_models_that_are_chosen_are_searched_over_what_they_share(tmp_path: Path) -> None:
    """Before: models of a pool that shared some problems were told to share none."""
    models = {"a": given(0, 60), "b": given(30, 90), "c": given(50, 110), "d": given(70, 130)}
    studies = made_study(tmp_path, models)
    found = within_budget(studies, OWN, 4.0, ("a", "b", "c"), Policy.CASCADE)
    assert [part.model for part in found.reach] == ["a", "b", "c"]
    assert (found.n_problems, found.most_given, found.lacking) == (10, 60, ())
    assert taken_for_granted(found)[0] == (
        "what counts are the 10 problems that all of these models were given: one of them was "
        "given 60"
    )
    with pytest.raises(UserError, match="the models share no problem"):
        within_budget(studies, OWN, 4.0, ("a", "b", "d"), Policy.CASCADE)
    alone = within_budget(studies, OWN, 4.0, ("a",), Policy.CASCADE)
    assert taken_for_granted(alone)[0].startswith("searched: ")
    studies.close()

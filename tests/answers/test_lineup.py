"""All models of a study side by side."""

from dataclasses import replace

from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.answers.lineup import lineup
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot


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

"""Can the answers be checked? What a view becomes by the answer, without a browser."""

from dataclasses import replace

import pytest

from backend.answers.comparison import compare
from backend.answers.curves import curve, opening_budget
from backend.maths.verdicts import Verdict
from backend.store.snapshot.snapshot import Snapshot
from pages.parts.view import changes, offers
from pages.parts.view.settle import opening, settle

PAIR = "mini 0.6M", "mini 3M"


@pytest.mark.parametrize(
    ("study", "last", "ranker"),
    [
        ("miniature", None, "own-nll"),
        ("miniature", "tests-passed", "tests-passed"),
        ("miniature", "oracle", "own-nll"),
        ("cruxeval-output-cot", None, "consensus"),
        ("paper-humaneval", "codet", None),
    ],
)
def test_no_check_means_a_ranker_that_the_pair_has(
    snapshot: Snapshot, study: str, last: str | None, ranker: str | None
) -> None:
    view = opening(snapshot, study)
    ranked = changes.checked(snapshot, view, can=False, last=last)
    assert ranked == replace(view, ranker=ranker)
    assert settle(snapshot, ranked) == (ranked, [])
    assert changes.checked(snapshot, ranked, can=True, last=last) == view


def test_another_study_is_gone_to_with_a_ranker(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "paper-humaneval"), budget=30.0)
    for study in snapshot.studies:
        if snapshot.rankers(study):
            moved = changes.ranked_in(snapshot, view, study)
            assert moved.study == study
            assert moved.ranker in offers.rankers(snapshot, study, (moved.small, moved.large))


def test_the_miniature_flips(snapshot: Snapshot) -> None:
    """Tests find the small model's right answers; its own likelihood does not."""
    view = opening(snapshot, "miniature")
    ranked = changes.checked(snapshot, view, can=False, last=None)
    opened = [curve(snapshot, view.question, model) for model in (view.small, view.large)]
    budget = opening_budget(opened)
    tests, likelihood = (compare(snapshot, each.question, *PAIR, budget) for each in (view, ranked))
    assert tests.difference.value == pytest.approx(5.7, abs=0.05)
    assert tests.verdict is Verdict.SMALL_WINS
    assert likelihood.difference.value == pytest.approx(-11.2, abs=0.05)
    assert likelihood.verdict is Verdict.LARGE_WINS


def test_a_line_of_the_table_adds_a_model_or_takes_it_away(snapshot: Snapshot) -> None:
    view = opening(snapshot, "evalperf")
    model = "Qwen/Qwen2.5-7B-Instruct"
    added = changes.picked(snapshot, view, model)
    assert added == replace(view, further=(model,))
    assert changes.picked(snapshot, added, model) == view

"""What a score costs, on the shipped studies, against what is worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from backend.answers.comparison import compare
from backend.answers.curves import curve
from backend.answers.reaching import decisive, need, reaching
from backend.answers.scores import scores_by_problem
from backend.maths.assumptions import BudgetKind
from backend.maths.intervals import mean_interval
from backend.maths.verdicts import Which
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.reaching import certainty

HUMANEVAL = Question("paper-humaneval", BudgetKind.FLOPS)
EVALPERF = Question("evalperf", BudgetKind.FLOPS)
LLAMA = "Code Llama 13B", "Code Llama 70B"
CODER = "deepseek-coder-6.7b-instruct", "deepseek-coder-33b-instruct"


@pytest.mark.parametrize("target", [0.1, 30.0, 46.7, 75.0, 90.0, 100.0])
@pytest.mark.parametrize("stops", [False, True])
def test_a_need_is_the_first_point_of_the_curve_that_reaches_the_score(
    snapshot: Snapshot, target: float, stops: bool
) -> None:
    for study in ("paper-humaneval", "evalperf", "miniature"):
        question = Question(study, BudgetKind.FLOPS, stop_first=stops)
        for model in (snapshot.study(study).small, snapshot.study(study).large):
            shown = curve(snapshot, question, model)
            found = need(shown, target)
            rows = [row for row in shown.rows() if float(f"{row['score']:.1f}") >= target]
            if not rows:
                assert found.point is None
                assert found.most == max(float(str(row["score"])) for row in shown.rows())
                continue
            assert found.point is not None
            assert (found.point.k, found.point.budget_used) == (rows[0]["k"], rows[0]["budget"])
            for end, name in ((found.low, "hi"), (found.high, "lo")):
                there = [
                    row["budget"]
                    for row in shown.rows()
                    if row[name] is not None and float(f"{row[name]:.1f}") >= target
                ]
                assert end == (there[0] if there else None)
            assert found.point.k in decisive(shown, np.array([target]))


def test_a_ranker_may_reach_a_score_and_lose_it_again(snapshot: Snapshot) -> None:
    question = Question("miniature", BudgetKind.FLOPS, ranker="own-nll")
    shown = curve(snapshot, question, "mini 0.6M")
    best = float(shown.score.max())
    found = need(shown, round(best, 1)).point
    assert found is not None
    assert found.score >= best - 0.1 > shown.score[-1]


def test_the_papers_pair_at_the_large_ones_score_is_the_comparisons_saving(
    snapshot: Snapshot,
) -> None:
    found = reaching(snapshot, HUMANEVAL, *LLAMA, 46.7)
    assert found.saving == compare(snapshot, HUMANEVAL, *LLAMA, 17.6).saving
    assert found.cheaper is Which.SMALL
    assert not found.measured
    assert certainty(found) == (
        "13B needs clearly less than 70B x 1; bound: 7 to 63 % less, from published means of 164 "
        "problems"
    )


@pytest.mark.parametrize("target", [60.0, 80.0, 90.0, 97.0])
def test_a_saving_is_where_the_paired_interval_says_with_what_is_beyond_the_goal_granted(
    snapshot: Snapshot, target: float
) -> None:
    found = reaching(snapshot, EVALPERF, *CODER, target)
    assert found.saving
    assert found.large.point
    large = scores_by_problem(snapshot, EVALPERF, CODER[1]).at(found.large.point.k)
    small = scores_by_problem(snapshot, EVALPERF, CODER[0]).values
    low, high = mean_interval(small - large[:, None], 2.0)
    share = curve(snapshot, EVALPERF, CODER[0]).budget / found.large.point.budget_used
    granted = (found.large.point.score - (target - 0.05)) / 100
    for end, said in ((high, found.saving.low), (low, found.saving.high)):
        there = np.flatnonzero(end + granted >= 0)
        assert said == (pytest.approx(share[there[0]]) if there.size else None)
    sure = found.saving.high is not None and found.saving.high < 1
    assert (found.cheaper is Which.SMALL) == sure


def test_who_never_reaches_a_score_is_told_with_what_the_interval_allows(
    snapshot: Snapshot,
) -> None:
    asked = Question("miniature", BudgetKind.FLOPS, ranker="own-nll")
    far = reaching(snapshot, asked, "mini 0.6M", "mini 10M", 75.0)
    assert far.small.point is None
    assert far.cheaper is Which.LARGE
    assert certainty(far) == (
        "clear: not even the interval lets 0.6M reach it in this data, paired over 210 problems"
    )
    nobody = reaching(snapshot, asked, "mini 0.6M", "mini 10M", 99.0)
    assert nobody.saving is None
    assert certainty(nobody) == ""


def test_costs_that_cannot_be_compared_save_nothing(snapshot: Snapshot) -> None:
    time = replace(HUMANEVAL, budget_kind=BudgetKind.TIME)
    found = reaching(snapshot, time, "Llama-3 8B", LLAMA[1], 60.0)
    assert found.small.point
    assert found.large.point
    assert found.saving is None
    assert found.cheaper is None
    assert certainty(found) == "who needs less is unknown: the two costs cannot be compared"

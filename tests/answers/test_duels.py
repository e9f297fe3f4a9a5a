"""Rankers against one answer, against each other, and the best of many: on the miniature."""

import numpy as np
import pytest

from backend.answers import selection
from backend.answers.scores import scores_by_problem
from backend.maths.assumptions import BudgetKind
from backend.maths.estimators import pass_at_k
from backend.maths.intervals import mean_interval
from backend.maths.verdicts import Verdict
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.selection import duel

MINIATURE = Question("miniature", BudgetKind.SAMPLES)
SMALL, LARGE = "mini 0.6M", "mini 10M"
RANKERS = ["nll:mini 10M", "tests-passed", "own-nll", "length-short"]


@pytest.mark.parametrize("ranker", RANKERS)
def test_a_ranked_pick_is_held_against_one_greedy_answer(snapshot: Snapshot, ranker: str) -> None:
    """The paper's own question, over the same problems, worked out from the store's rows."""
    k = 13
    found = selection.against_one(snapshot, MINIATURE, SMALL, ranker, k, LARGE)
    picked = scores_by_problem(snapshot, selection.by_ranker(MINIATURE, ranker), SMALL).at(k)
    greedy = snapshot.greedy("miniature", LARGE)
    assert greedy is not None
    assert found.greedy
    paired = picked - greedy.passed
    low, high = mean_interval(paired[:, None], 2.0)
    assert found.one == pytest.approx(100 * greedy.passed.mean())
    assert found.picked == pytest.approx(100 * picked.mean())
    difference = found.difference
    assert difference.value == pytest.approx(found.picked - found.one)
    assert (difference.low, difference.high) == pytest.approx((100 * low[0], 100 * high[0]))
    assert difference.n_problems == 210
    expected = Verdict.SMALL_WINS if low[0] > 0 else Verdict.LARGE_WINS if high[0] < 0 else None
    assert difference.verdict is (expected or Verdict.TOO_CLOSE)
    said = duel(found, LARGE)
    assert ("wins by" in said) == difference.verdict.wins
    assert "95 % interval" in said


def test_without_a_greedy_answer_a_sampled_one_stands_in(snapshot: Snapshot) -> None:
    study = Question("codegen-16b-humaneval", BudgetKind.SAMPLES)
    model = "CodeGen-Mono-16B"
    found = selection.against_one(snapshot, study, model, "codet", 20, model)
    assert not found.greedy
    assert found.one == pytest.approx(22.12, abs=0.005)
    assert found.difference.verdict is Verdict.SMALL_WINS
    assert "one sampled answer" in duel(found, model)


def test_rankers_are_compared_in_pairs(snapshot: Snapshot) -> None:
    found = selection.between(snapshot, MINIATURE, SMALL, ("tests-passed", 53), ("own-nll", 22))
    turned = selection.between(snapshot, MINIATURE, SMALL, ("own-nll", 22), ("tests-passed", 53))
    columns = [
        100 * scores_by_problem(snapshot, selection.by_ranker(MINIATURE, name), SMALL).at(k)
        for name, k in (("tests-passed", 53), ("own-nll", 22))
    ]
    assert found.value == pytest.approx((columns[0] - columns[1]).mean())
    assert found.low < found.value < found.high
    assert found.low == pytest.approx(-turned.high)
    assert found.verdict is Verdict.SMALL_WINS
    assert turned.verdict is Verdict.LARGE_WINS
    same = selection.between(snapshot, MINIATURE, SMALL, ("own-nll", 22), ("own-nll", 22))
    assert same.verdict is Verdict.TOO_CLOSE


def test_the_best_of_many_pays_for_having_been_chosen(snapshot: Snapshot) -> None:
    rows = selection.rows(snapshot, MINIATURE, SMALL, 53)
    best = selection.best_of(snapshot, MINIATURE, SMALL, 53)
    assert best is not None
    assert (best.name, best.next, best.candidates) == (rows[0].name, rows[1].name, len(rows))
    assert best.score <= rows[0].score
    uncorrected = selection.between(
        snapshot, MINIATURE, SMALL, (rows[0].name, 53), (rows[1].name, 53)
    )
    assert best.low < uncorrected.low
    assert best.high > uncorrected.high


@pytest.mark.parametrize("model", ["mini 0.1M", "mini 0.6M", "mini 10M"])
def test_the_gap_is_between_chance_and_tests_on_the_same_samples(
    snapshot: Snapshot, model: str
) -> None:
    for row in selection.rows(snapshot, MINIATURE, model, 13):
        ranked = snapshot.ranked(snapshot.run("miniature", model).id, row.name)
        assert ranked is not None
        n = np.array([len(passes) for passes in ranked.passes])
        c = np.rint([passes.sum() for passes in ranked.passes]).astype(int)
        assert row.chance == pytest.approx(100 * (c / n).mean())
        assert row.tests == pytest.approx(100 * pass_at_k(n, c, [row.k]).mean())
        assert row.gap == pytest.approx((row.score - row.chance) / (row.tests - row.chance))
        assert row.score <= row.tests + 1e-9


def test_one_answer_leaves_nothing_to_choose(snapshot: Snapshot) -> None:
    for row in selection.rows(snapshot, MINIATURE, SMALL, 1):
        assert row.score == pytest.approx(row.chance)
        assert np.isnan(row.gap)
    assert selection.best_of(snapshot, MINIATURE, SMALL, 1) is None


def test_the_table_of_leads_pays_for_looking_at_all_pairs(snapshot: Snapshot) -> None:
    rows = selection.rows(snapshot, MINIATURE, SMALL, 53)
    leads = selection.leads(snapshot, MINIATURE, SMALL, 53, rows[0].name)
    best = selection.best_of(snapshot, MINIATURE, SMALL, 53)
    assert best is not None
    assert set(leads) == {row.name for row in rows}
    lead = leads[rows[1].name]
    assert (-lead.high, -lead.low) == pytest.approx((best.low, best.high))
    for row in rows[1:]:
        alone = selection.between(
            snapshot, MINIATURE, SMALL, (row.name, row.k), (rows[0].name, rows[0].k)
        )
        found = leads[row.name]
        assert found.value == pytest.approx(alone.value)
        assert found.low < alone.low < alone.high < found.high


def test_a_ranker_chosen_as_the_best_wins_less_easily(snapshot: Snapshot) -> None:
    asked = snapshot, MINIATURE, SMALL, "nll:mini 10M", 13, LARGE
    alone, chosen = selection.against_one(*asked), selection.against_one(*asked, 10)
    assert chosen.difference.low < alone.difference.low
    assert chosen.difference.high > alone.difference.high
    assert "widened for the choice among 10 rankers" in duel(chosen, LARGE, 10)

"""Drawing until an answer passes: average costs, by simulation, exact fractions and the data."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers.charges import unit_of
from backend.answers.comparison import compare
from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.estimators import expected_answers, pass_at_k
from backend.maths.verdicts import Verdict
from backend.records.question import MaxK, Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.costs import how_charged

EVALPERF = Question("evalperf", stop_first=True)
DEEPSEEK = "deepseek-ai/deepseek-coder-6.7b-instruct"
DEEPSEEK_33B = "deepseek-ai/deepseek-coder-33b-instruct"


@given(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_the_answers_drawn_are_those_of_every_order(tally: tuple[int, int]) -> None:
    n, c = tally
    orders = list(permutations([True] * c + [False] * (n - c)))
    found = expected_answers(pass_at_k([n], [c], range(1, n + 1)))[0]
    for cap in range(1, n + 1):
        drawn = [next((i + 1 for i in range(cap) if order[i]), cap) for order in orders]
        exact = Fraction(sum(drawn), len(orders))
        assert found[cap - 1] == pytest.approx(float(exact), rel=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_never_more_answers_than_the_cap_and_never_fewer_than_one(scores: list[float]) -> None:
    drawn = expected_answers(sorted(scores))
    caps = np.arange(1, len(drawn) + 1)
    assert drawn[0] == 1
    assert (drawn <= caps + 1e-9).all()
    assert (np.diff(drawn) >= 0).all()


def test_deepseek_draws_1_71_answers_of_five(snapshot: Snapshot) -> None:
    found = curve(snapshot, EVALPERF, DEEPSEEK)
    assert found.answers[4] == pytest.approx(1.71, abs=0.005)
    assert found.budget[4] == pytest.approx(found.answers[4] * found.one.value)


@pytest.mark.parametrize("kind", list(BudgetKind))
def test_scores_stay_and_spending_falls_in_every_study(
    snapshot: Snapshot, kind: BudgetKind
) -> None:
    compared = 0
    for study in snapshot.studies:
        for model in snapshot.runs(study):
            asked = Question(study, kind, max_k=MaxK.ALL)
            try:
                plain = curve(snapshot, asked, model)
            except UserError:  # no cost on this axis
                continue
            found = curve(snapshot, replace(asked, stop_first=True), model)
            np.testing.assert_array_equal(found.score, plain.score)
            np.testing.assert_array_equal(found.low, plain.low)
            assert (found.budget <= plain.budget * (1 + 1e-12)).all()
            assert (np.diff(found.budget) >= 0).all()
            np.testing.assert_allclose(found.worst, plain.budget)
            assert found.next_budget > found.budget[-1]
            compared += 1
    assert compared >= 40


def test_the_average_is_over_the_problems_that_the_curve_is_over(snapshot: Snapshot) -> None:
    pair = snapshot.study("evalperf")
    found = curve(snapshot, EVALPERF, pair.small, (pair.large,))
    run = snapshot.run("evalperf", pair.small)
    tallies = snapshot.tallies(run.id)
    generator = np.random.default_rng(0)
    cap, drawn = 10, []
    for n, c in zip(tallies.n, tallies.c, strict=True):
        order = np.argsort(generator.random((400, int(n))), axis=1)[:, :cap] < c
        first = np.where(order.any(axis=1), order.argmax(axis=1) + 1, cap)
        drawn.append(first.mean())
    error = np.std(drawn) / math.sqrt(400)  # far more than that of the mean over problems
    assert found.answers[cap - 1] == pytest.approx(np.mean(drawn), abs=error)


def test_a_ranker_cannot_tell_when_to_stop(snapshot: Snapshot) -> None:
    asked = Question("miniature", ranker="consensus")
    found = curve(snapshot, replace(asked, stop_first=True), "mini 0.6M")
    np.testing.assert_array_equal(found.budget, curve(snapshot, asked, "mini 0.6M").budget)
    assert not found.stops


def test_samples_are_then_counted_on_average(snapshot: Snapshot) -> None:
    asked = Question("evalperf", BudgetKind.SAMPLES, stop_first=True)
    assert unit_of(snapshot, asked) == "samples on average"
    assert unit_of(snapshot, replace(asked, stop_first=False)) == "samples"
    point = curve(snapshot, asked, DEEPSEEK).at(1.71)
    assert point is not None
    assert (point.k, point.worst) == (5, 5)
    assert point.answers == point.budget_used == pytest.approx(1.709, abs=5e-4)


def test_who_was_done_for_less_and_leads_wins(snapshot: Snapshot) -> None:
    """Its data end at 5.8 TFLOPs, and yet one answer of the other for 8.5 solves far less."""
    found = compare(snapshot, EVALPERF, DEEPSEEK, DEEPSEEK_33B, 8.476)
    assert found.small.point.data_ends
    assert found.verdict is Verdict.SMALL_WINS
    assert found.difference.low > 0
    plain = compare(snapshot, replace(EVALPERF, stop_first=False), DEEPSEEK, DEEPSEEK_33B, 200)
    assert plain.small.point.data_ends
    assert plain.verdict is Verdict.UNEQUAL, "there money is over for want of samples"


def test_who_trails_where_its_data_ended_has_not_lost(snapshot: Snapshot) -> None:
    found = compare(snapshot, EVALPERF, DEEPSEEK_33B, DEEPSEEK, 8.476)
    assert found.verdict is Verdict.LARGE_WINS, "the same, the other way round"
    behind = compare(snapshot, EVALPERF, DEEPSEEK, DEEPSEEK_33B, 17)
    assert behind.small.point.data_ends
    assert not behind.large.point.data_ends
    assert behind.difference.value < 0
    assert behind.verdict is Verdict.UNEQUAL


def test_regions_say_at_each_budget_what_the_comparison_says(snapshot: Snapshot) -> None:
    asked = replace(EVALPERF, max_k=MaxK.ALL)
    regions = compare(snapshot, asked, DEEPSEEK, DEEPSEEK_33B, 10).regions
    checked = 0
    for region in regions:
        middle = math.sqrt(region.start * region.end)
        verdict = compare(snapshot, asked, DEEPSEEK, DEEPSEEK_33B, middle).verdict
        if region.verdict.wins:
            assert verdict is region.verdict
            checked += 1
        if region.verdict is Verdict.UNEQUAL:
            assert verdict is Verdict.UNEQUAL
            checked += 1
    assert checked >= 2


def test_running_the_tests_can_be_counted_where_the_grader_measured_it(snapshot: Snapshot) -> None:
    asked = Question("miniature", BudgetKind.TIME, stop_first=True, test_cost=True)
    seconds = snapshot.run("miniature", "mini 0.6M").test_seconds
    assert seconds is not None
    assert 0 < seconds < 0.1
    free = curve(snapshot, replace(asked, test_cost=False), "mini 0.6M")
    found = curve(snapshot, asked, "mini 0.6M")
    assert found.budget[0] == free.budget[0], "one answer leaves nothing to choose"
    np.testing.assert_allclose(found.budget[1:], (free.budget + free.answers * seconds)[1:])
    np.testing.assert_allclose(found.worst[1:], (free.worst + free.k * seconds)[1:])
    assert "of one CPU for the tests of one of several" in how_charged(found.charge, asked)
    by_flops = replace(asked, budget_kind=BudgetKind.FLOPS)
    assert curve(snapshot, by_flops, "mini 0.6M").charge.reading == 0


def test_tests_that_nobody_timed_stay_free_and_it_is_said(snapshot: Snapshot) -> None:
    asked = Question("evalperf", BudgetKind.TIME, test_cost=True)
    found = curve(snapshot, asked, DEEPSEEK)
    assert found.charge.reading == 0
    assert "what running the tests takes is not known" in how_charged(found.charge, asked)

"""The best plans of the shipped studies, against an independent search."""

import re
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.answers.reaching import need
from backend.answers.reallocate import MOST_MODELS, to_reach, within_budget
from backend.errors import UserError
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import UnitCost
from backend.records.allocation import Part, Policy
from backend.records.question import Question
from backend.records.scores import Floats
from backend.store.snapshot.snapshot import Snapshot
from backend.words import allocation as words
from tests.answers.test_comparison import made_study

STUDY = "humanevalplus-2025"
QWEN = tuple(f"Qwen3-{size}" for size in ("0.6B", "1.7B", "4B", "8B", "14B", "32B"))
ASKED = Question(STUDY)


def _failing(snapshot: Snapshot, model: str, ks: list[int]) -> Floats:
    """Return the chance that k answers all fail, from the tallies: shape (problems, ks)."""
    tallies = snapshot.tallies(snapshot.run(STUDY, model).id)
    rows = []
    for n, c in zip(tallies.n.tolist(), tallies.c.tolist(), strict=True):
        drawn = np.arange(max(ks))
        chances = np.cumprod(np.maximum(n - c - drawn, 0) / (n - drawn))
        rows.append([1.0, *chances[np.array(ks[1:]) - 1]])
    return np.array(rows)


@pytest.mark.parametrize("budget", [2.0, 8.188, 30.0])
def test_an_independent_search_finds_no_better_cascade(snapshot: Snapshot, budget: float) -> None:
    ks = [0, *np.unique(np.round(np.geomspace(1, 500, 40))).astype(int).tolist()]
    failing, drawn, costs = {}, {}, {}
    for model in QWEN:
        every = _failing(snapshot, model, list(range(501)))
        failing[model] = every[:, ks]
        drawn[model] = np.hstack([np.zeros((len(every), 1)), np.cumsum(every, axis=1)])[:, ks]
        one = cost_of_one(snapshot, ASKED, model)
        assert isinstance(one, UnitCost)
        costs[model] = one.value
    best = 0.0
    for a, b in permutations(QWEN, 2):  # every pair of caps is one product of matrices
        n = len(failing[a])
        cost = costs[a] * drawn[a].mean(axis=0)[:, None]
        cost = cost + costs[b] * failing[a].T @ drawn[b] / n
        score = 1 - failing[a].T @ failing[b] / n
        best = max(best, float(score[cost <= budget].max()))
        for c in set(QWEN) - {a, b}:
            for k in range(0, len(ks), 3):
                left = failing[a][:, k : k + 1] * failing[b]
                three = (cost[k] + costs[c] * (left.T @ drawn[c] / n).T).T
                solved = 1 - left.T @ failing[c] / n
                best = max(best, float(solved[three <= budget].max(initial=0)))
    found = within_budget(snapshot, ASKED, budget, QWEN, Policy.CASCADE)
    assert found.best.score >= 100 * best - 1e-6
    assert found.best.cost <= budget * 1.0005
    assert found.single is not None
    assert found.single.score < found.best.score


def test_stopping_and_several_models_are_worth_what_the_counts_say(snapshot: Snapshot) -> None:
    """For what one answer of the 32B costs: 80 % by one, 86 % by four of 8B, 94 % by a cascade."""
    scores = {}
    for policy in Policy:
        found = within_budget(snapshot, ASKED, 8.188, QWEN, policy)
        scores[policy] = found.best.score
    mixed = within_budget(snapshot, ASKED, 8.188, QWEN, Policy.MIX)
    assert mixed.single is not None
    assert [(part.model, part.k) for part in mixed.single.parts] == [("Qwen3-8B", 4)]
    assert mixed.single.score == pytest.approx(85.8, abs=0.05)
    assert 89.5 < scores[Policy.MIX] < scores[Policy.CASCADE]
    assert scores[Policy.SINGLE] == pytest.approx(92.5, abs=0.3)
    assert scores[Policy.CASCADE] >= 94.1
    assert mixed.gain is not None
    assert mixed.gain.low > 0


def test_the_choice_does_not_flatter_itself(snapshot: Snapshot) -> None:
    found = within_budget(snapshot, ASKED, 8.188, QWEN, Policy.CASCADE)
    assert found.gain is not None
    assert found.single is not None
    in_sample = found.best.score - found.single.score
    assert found.gain.value < in_sample
    assert found.gain.low < found.gain.value < found.gain.high
    assert found.gain.problems == found.n_problems == 159


def test_the_cheapest_that_reaches_a_score(snapshot: Snapshot) -> None:
    found = to_reach(snapshot, ASKED, 90.0, QWEN, Policy.CASCADE)
    assert found.best.score >= 89.95, "it is told as 90.0 %"
    assert found.single is not None
    assert found.best.cost < found.single.cost
    less = within_budget(snapshot, ASKED, found.best.cost * 0.98, QWEN, Policy.CASCADE)
    assert less.best.score < 89.95, "for less it is not reached"
    assert found.gain is not None
    assert found.gain.low > 30, "percent of the cost saved"


@pytest.mark.parametrize("counted", [False, True])
def test_both_pages_charge_tests_alike(snapshot: Snapshot, counted: bool) -> None:
    """Before: one answer alone paid for its tests here, and on Explore it did not."""
    asked = Question("miniature", BudgetKind.TIME, test_cost=counted)
    for policy, stops in ((Policy.SINGLE, True), (Policy.MIX, False)):
        line = curve(snapshot, replace(asked, stop_first=stops), "mini 3M")
        for place in (0, 1, 9):
            budget = float(line.budget[place])
            found = within_budget(snapshot, asked, budget, ("mini 3M",), policy)
            assert found.best.parts == (Part("mini 3M", place + 1),)
            assert found.best.cost == pytest.approx(budget)
            assert found.best.worst_cost == pytest.approx(float(line.worst[place]))
            assert found.once.cost == pytest.approx(line.one.value)


def test_of_models_alike_the_cheapest_is_the_one_answer(tmp_path: Path) -> None:
    """Before: the first of them, so that "one answer" cost more than it must."""
    tallies = {model: {f"p{i}": (4, 2) for i in range(4)} for model in ("dear", "cheap")}
    assumed = Assumptions(prices=(("dear", 9.0), ("cheap", 1.0)))
    asked = Question("own", BudgetKind.DOLLARS, assumptions=assumed)
    with closing(made_study(tmp_path, tallies)) as found:
        plan = within_budget(found, asked, 1.0, (), Policy.CASCADE)
        assert plan.once.parts == (Part("cheap", 1),)
        assert plan.once.cost == pytest.approx(128 / 1e6)


def test_a_score_that_a_plan_is_told_to_solve_is_reached_by_it(snapshot: Snapshot) -> None:
    """Before: "no plan solves 98.7 %: the most that one solves is 98.7 %"."""
    with pytest.raises(UserError) as refused:
        to_reach(snapshot, ASKED, 100.0, QWEN, Policy.SINGLE)
    most = float(re.findall(r"one solves is ([\d.]+) %", str(refused.value))[0])
    found = to_reach(snapshot, ASKED, most, QWEN, Policy.SINGLE)
    assert f"{found.best.score:.1f}" == f"{most:.1f}"
    point = need(curve(snapshot, replace(ASKED, stop_first=True), QWEN[-1]), 88.8).point
    alone = to_reach(snapshot, ASKED, 88.8, QWEN[-1:], Policy.SINGLE).best
    assert point is not None
    assert alone.parts[0].k == point.k
    assert alone.cost == pytest.approx(point.budget_used)


def test_what_cannot_be_answered_is_said(snapshot: Snapshot) -> None:
    asked = (
        (Question("paper-humaneval"), 20.0, (), "publishes means"),
        (ASKED, 0.01, QWEN, "does not pay for one answer of Qwen3-0.6B"),
        (ASKED, 5.0, (*QWEN, "Qwen3-7B"), "Qwen3-7B"),
        (Question("livecodebench-2024-06"), 5.0, tuple("abcdefghijklm"), f"most {MOST_MODELS}"),
    )
    for question, budget, models, told in asked:
        with pytest.raises(UserError, match=told):
            within_budget(snapshot, question, budget, models, Policy.CASCADE)
    with pytest.raises(UserError, match=r"no plan solves 99.9 %: the most .* is 9\d\.\d %"):
        to_reach(snapshot, ASKED, 99.9, QWEN, Policy.CASCADE)


def test_of_many_models_those_are_searched_that_do_most_alone(snapshot: Snapshot) -> None:
    found = within_budget(snapshot, Question("evalperf"), 5.0, (), Policy.SINGLE)
    assert len(found.reach) == MOST_MODELS
    assert found.best.parts[0].model in {part.model for part in found.reach}


def test_the_advice_can_be_followed(snapshot: Snapshot) -> None:
    cascade = within_budget(snapshot, ASKED, 8.188, QWEN, Policy.CASCADE)
    parts = [f"up to {part.k} " for part in cascade.best.parts]
    said = words.advice(cascade, "a study")
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)
    assert said.startswith("For each problem, draw ")
    assert "; if none passes your tests, up to " in said
    assert said.count("Stop at the first that passes.") == 1
    assert "Measured on the 159 problems of a study: 94.6 % solved, for 8.176 TFLOPs a" in said
    assert f"a problem on average and {cascade.best.worst_cost:.4g} TFLOPs at most." in said
    mix = words.advice(within_budget(snapshot, ASKED, 8.188, QWEN, Policy.MIX), "a study")
    drawn = "draw 5 answers of Qwen3-1.7B, 2 of Qwen3-4B and 2 of Qwen3-8B, and take any that"
    assert mix.startswith(f"For each problem, {drawn} passes your tests. Measured on")
    assert "on average" not in mix
    one = words.plan(within_budget(snapshot, ASKED, 0.16, QWEN, Policy.CASCADE))
    assert one == "For each problem, draw one answer of Qwen3-0.6B."


@pytest.mark.parametrize("policy", [Policy.CASCADE, Policy.MIX])
def test_a_gain_is_said_to_be_clear_only_where_its_interval_is(
    snapshot: Snapshot, policy: Policy
) -> None:
    seen = set()
    for budget in (0.5, 2.0, 8.188, 30.0):
        found = within_budget(snapshot, ASKED, budget, QWEN, policy)
        if found.gain is None:
            continue
        said = words.against_single(found) or ""
        clear = found.gain.low > 0
        seen.add(clear)
        assert said.startswith("clearly better than the best of one model (") == clear
        assert ("not clearly better" in said or "not better" in said) != clear
    assert True in seen
    once = words.once(within_budget(snapshot, ASKED, 8.188, QWEN, policy))
    assert once == "one answer of Qwen3-14B alone solves 80.0 % there, for 3.581 TFLOPs"


def test_a_budget_below_most_models_is_spent_on_those_that_it_pays_for(snapshot: Snapshot) -> None:
    """Before: models that the budget cannot pay pushed out those that it can."""
    found = within_budget(snapshot, Question("livecodebench-2024-06"), 0.5, (), Policy.CASCADE)
    assert found.best.cost <= 0.5
    assert found.cut
    assert any(said.startswith("not searched: ") for said in words.left_out(found))


def test_the_cheapest_are_searched_where_a_score_is_to_be_reached(snapshot: Snapshot) -> None:
    asked = Question("evalperf")
    few = within_budget(snapshot, asked, 0.7, (), Policy.SINGLE)
    found = to_reach(snapshot, asked, few.best.score, (), Policy.SINGLE)
    assert found.best.cost <= few.best.cost


def test_what_was_not_searched_is_not_claimed(snapshot: Snapshot) -> None:
    single = within_budget(snapshot, ASKED, 8.188, QWEN, Policy.SINGLE)
    assert words.against_single(single) is None
    alone = within_budget(snapshot, ASKED, 8.188, ("Qwen3-8B",), Policy.CASCADE)
    assert words.against_single(alone) is None
    several = words.against_single(within_budget(snapshot, ASKED, 8.188, QWEN, Policy.CASCADE))
    assert several is not None
    assert "better than the best of one model (up to 33 x Qwen3-8B, 92.7 % there); " in several


def test_averages_of_samples_are_called_so_once(snapshot: Snapshot) -> None:
    asked = Question(STUDY, BudgetKind.SAMPLES)
    found = within_budget(snapshot, asked, 3.0, QWEN, Policy.CASCADE)
    said = words.advice(found, "a study")
    assert re.search(r"for 2\.\d+ samples a problem on average and \d+ samples at most\.", said)
    assert re.search(r"that is not solved costs \d+ samples\.", str(words.worst(found)))
    assert str(words.once(found)).endswith("for 1 sample")

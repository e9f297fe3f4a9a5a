"""The best of all models at each budget."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from backend.answers.curves import curve
from backend.answers.frontier import MOST_STEPS, frontier
from backend.answers.scores import scores_by_problem
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.best_of import held_out
from backend.maths.frontier import best_at_each, looked_at
from backend.records.comparison import charged_alike
from backend.records.question import MaxK, Question
from backend.records.scores import Floats
from backend.store.snapshot.snapshot import Snapshot
from backend.words.frontier import told
from tests.answers.test_comparison import OWN, made_study


@pytest.mark.parametrize(
    "question",
    [
        Question("evalperf"),
        Question("paper-humaneval"),
        Question("miniature", ranker="own-nll"),
        Question("livecodebench-2024-06", BudgetKind.SAMPLES, max_k=MaxK.ALL),
        Question("codecontests"),
    ],
)
def test_nothing_is_better_than_the_best_and_the_best_is_there(
    snapshot: Snapshot, question: Question
) -> None:
    found = frontier(snapshot, question)
    curves = {model: curve(snapshot, question, model, found.models) for model in found.models}
    assert found.steps[0].budget == pytest.approx(
        min(c.budget[0] for c in curves.values()), rel=1e-3
    )
    led = set()
    for step in found.steps:
        points = {model: each.at(step.budget) for model, each in curves.items()}
        best = points[step.model]
        assert best is not None
        assert (best.k, best.score, best.data_ends) == (step.k, step.score, step.data_ends)
        assert all(point.score <= step.score + 1e-9 for point in points.values() if point)
        led.add(step.model)
    assert set(found.never) == set(found.models) - led
    assert [s.budget for s in found.steps] == sorted({s.budget for s in found.steps})


def test_every_change_of_the_best_is_told_however_many_steps_there_are() -> None:
    k = np.arange(1, 2001, dtype=np.float64)
    costs: list[Floats] = [k, 1.7 * k]
    scores: list[Floats] = [1 - 0.99**k, 1 - 0.985**k]
    every = best_at_each(costs, [2001.0, 1.7 * 2001], scores)
    asked = np.geomspace(1, 3000, 50)
    some = every.at(looked_at(every, asked))
    assert len(some.budget) < len(every.budget)
    changes = np.flatnonzero(np.diff(every.best + 2 * every.ended))
    assert len(changes) >= 2
    assert {0, len(every.budget) - 1} <= set(np.searchsorted(every.budget, some.budget).tolist())
    assert set(every.budget[[*changes, *changes + 1]]) <= set(some.budget), "with the steps before"
    for budget in asked:
        at, exact = (each.budget[each.budget <= budget][-1] for each in (some, every))
        assert at == exact, "what holds at a budget that was asked for"


def test_of_many_steps_those_are_told_that_hold_where_it_was_asked(snapshot: Snapshot) -> None:
    question = Question("humanevalplus-2025")
    asked = 0.3, 4.44, 61.7
    found = frontier(snapshot, question, asked)
    assert len(found.steps) < MOST_STEPS < found.n_steps
    for budget in asked:
        step = [each for each in found.steps if each.budget <= budget][-1]
        point = curve(snapshot, question, step.model, found.models).at(budget)
        assert point is not None
        assert (step.k, step.score, step.data_ends) == (point.k, point.score, point.data_ends)
    every = frontier(snapshot, question)
    assert len(every.steps) < every.n_steps
    for one, other in pairwise(every.steps):
        if one.model != other.model:
            last = curve(snapshot, question, one.model, found.models).at(other.budget * 0.9999)
            assert last is not None
            assert last.k == one.k, "the last step of a stretch is told"
    assert any(f"of the {found.n_steps:,} budgets" in line for line in told(every))
    few = frontier(snapshot, Question("cruxeval-output-cot"))
    assert len(few.steps) == few.n_steps
    assert not any("budgets" in line for line in told(few))


def test_of_equals_the_cheaper_is_the_best_and_an_end_is_no_loss() -> None:
    found = best_at_each(
        [np.array([2.0]), np.array([1.0, 2.5]), np.array([4.0, 8.0])],
        [4.0, 5.0, 12.0],
        [np.array([50.0]), np.array([50.0, 60.0]), np.array([10.0, 20.0])],
    )
    assert found.budget.tolist() == [1.0, 2.0, 2.5, 4.0, 5.0, 8.0]
    assert found.best.tolist() == [1] * 6
    assert found.ended.tolist() == [False] * 4 + [True, True]


def test_the_held_out_score_is_that_of_the_choice_among_those_that_are_paid_for(
    snapshot: Snapshot,
) -> None:
    question = Question("humanevalplus-2025")
    found = frontier(snapshot, question)
    step = next(step for step in found.steps if step.budget > 5.8)
    columns, names = [], []
    for model in found.models:
        point = curve(snapshot, question, model).at(step.budget)
        if point:
            columns.append(scores_by_problem(snapshot, question, model).at(point.k))
            names.append(model)
    held = held_out(np.stack(columns, axis=1))
    assert step.held_out == pytest.approx(100 * held.score)
    assert step.share == pytest.approx(held.won[names.index(step.model)])
    assert step.held_out <= step.score


def test_a_model_without_most_of_the_problems_is_left_out_and_told(tmp_path: Path) -> None:
    usual = {f"p{place:02}": (10, place % 10) for place in range(60)}
    few = {f"p{place:02}": (10, 10) for place in range(50)}
    nearly = {f"p{place:02}": (10, 9) for place in range(58)}
    snapshot = made_study(tmp_path, {"a": usual, "b": usual, "few": few, "nearly": nearly})
    found = frontier(snapshot, OWN)
    assert found.models == ("a", "b", "nearly")
    assert found.lacking == (("few", 8),), "more than half of the models were given 58"
    assert found.n_problems == 58
    assert {step.model for step in found.steps} == {"nearly"}
    snapshot.close()


def test_the_best_is_never_chosen_among_costs_that_cannot_be_compared(snapshot: Snapshot) -> None:
    """Before: the best for a second was a model whose second is a lower bound, beside measured."""
    question = Question("paper-humaneval", BudgetKind.TIME)
    found = frontier(snapshot, question)
    assert found.unlike == ("Llama-3 8B", "Llama-3 70B")
    assert set(found.unlike).isdisjoint(found.models)
    charges = [curve(snapshot, question, model).charge for model in found.models]
    assert charged_alike(charges)
    said = (
        "left out of the best: Llama-3 8B, Llama-3 70B; their time is a lower bound, that of the "
        "others was measured."
    )
    assert said in told(found)


def test_a_study_without_a_cost_has_no_best(snapshot: Snapshot) -> None:
    with pytest.raises(UserError):
        frontier(snapshot, Question("evalperf", ranker="nobody"))

"""The best plan of several models: against every plan there is, and against simulations."""

from collections.abc import Iterator
from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.maths.allocation import cheapest, most_solved
from backend.maths.estimators import pass_at_k
from backend.maths.held_out_plans import tried
from backend.maths.plans import Plan, Pool, spent, spent_at_most, unsolved

PROBLEMS = 6


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Draw two or three models with a few samples of a few problems, whose tests may cost."""
    models = draw(st.integers(2, 3))
    solved, costs, alone = [], [], []
    for _ in range(models):
        n = draw(st.integers(1, 4))
        c = draw(st.lists(st.integers(0, n), min_size=PROBLEMS, max_size=PROBLEMS))
        solved.append(pass_at_k([n] * PROBLEMS, c, range(1, n + 1)))
        alone.append(draw(st.integers(1, 20)) / 4)
        costs.append(alone[-1] + draw(st.integers(0, 4)) / 4)
    return Pool.of(solved, costs, alone=alone, stops=draw(st.booleans()))


def every_plan(pool: Pool) -> Iterator[Plan]:
    """Yield every plan of a pool, its score and cost worked out answer by answer."""
    known = range(len(pool.failing))
    for size in known:
        orders = permutations(known, size + 1) if pool.stops else combinations(known, size + 1)
        for models in orders:
            for caps in product(*(range(1, len(pool.failing[m])) for m in models)):
                yield _followed(pool, models, caps)


def _followed(pool: Pool, models: tuple[int, ...], caps: tuple[int, ...]) -> Plan:
    left, cost = np.ones(PROBLEMS), 0.0
    if caps == (1,):  # nothing to choose from, so no test
        return Plan(
            models, caps, 1 - float(pool.failing[models[0]][1].mean()), pool.alone[models[0]]
        )
    for model, cap in zip(models, caps, strict=True):
        for k in range(cap):
            asked = left * pool.failing[model][k] if pool.stops else np.ones(PROBLEMS)
            cost += pool.costs[model] * float(asked.mean())
        left = left * pool.failing[model][cap]
    return Plan(models, caps, 1 - float(left.mean()), cost)


@settings(max_examples=150)
@given(pools(), st.integers(1, 200), st.integers(0))
def test_no_plan_solves_more_within_the_budget(pool: Pool, quarters: int, place: int) -> None:
    budget = quarters / 4 + 0.0013  # beside the costs of all plans, whatever way they are rounded
    allowed = [plan for plan in every_plan(pool) if plan.cost <= budget and plan.score > 0]
    found = most_solved(pool, budget)
    if found is None:
        assert not allowed
        return
    assert found.score == pytest.approx(max(plan.score for plan in allowed), abs=2e-9)
    assert found.cost <= budget
    followed = _followed(pool, found.models, found.caps)
    assert (found.score, found.cost) == pytest.approx((followed.score, followed.cost))
    single = most_solved(pool, budget, 1)
    assert single is None or single.score <= found.score + 1e-9
    plans = list(every_plan(pool))
    guided = most_solved(pool, budget, known=plans[place % len(plans)])
    assert guided is not None
    assert guided.score == pytest.approx(found.score, abs=2e-9)


@settings(max_examples=150)
@given(pools(), st.integers(1, 100), st.integers(0))
def test_no_plan_reaches_a_score_for_less(pool: Pool, percent: int, place: int) -> None:
    enough = [plan for plan in every_plan(pool) if plan.score >= percent / 100 - 1e-9]
    found = cheapest(pool, percent / 100)
    if found is None:
        assert not enough
        return
    assert found.cost == pytest.approx(min(plan.cost for plan in enough), rel=1e-8)
    assert found.score >= percent / 100 - 2e-9
    plans = list(every_plan(pool))
    guided = cheapest(pool, percent / 100, known=plans[place % len(plans)])
    assert guided is not None
    assert guided.cost == pytest.approx(found.cost, rel=1e-8)


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), st.data())
def test_a_mix_of_a_model_with_itself_is_more_of_its_answers(
    tally: tuple[int, int], data: st.DataObject
) -> None:
    n, c = tally
    first = data.draw(st.integers(0, n))
    second = data.draw(st.integers(0, n - first))
    solved = pass_at_k([n], [c], range(1, n + 1))
    pool = Pool.of([solved], [1.0], stops=False)
    left = unsolved(pool, (0, 0), (first, second))
    both = first + second
    assert 1 - left[0] == pytest.approx(solved[0, both - 1] if both else 0.0)


def test_what_a_cascade_costs_is_what_drawing_costs() -> None:
    tallies, prices, caps = [(20, 3), (12, 5), (30, 1)], (1.0, 4.0, 9.0), (7, 3, 5)
    pool = Pool.of([pass_at_k([n], [c], range(1, n + 1)) for n, c in tallies], prices, stops=True)
    generator, costs, solved = np.random.default_rng(1), [], []
    for _ in range(20_000):
        cost, done = 0.0, False
        for (n, c), price, cap in zip(tallies, prices, caps, strict=True):
            for right in generator.permutation(n)[:cap] < c:
                cost += price
                done = bool(right)
                if done:
                    break
            if done:
                break
        costs.append(cost)
        solved.append(done)
    error = np.std(costs) / np.sqrt(len(costs))
    exact = float(spent(pool, (0, 1, 2), caps)[0])
    assert np.mean(costs) == pytest.approx(exact, abs=4 * error)
    left = unsolved(pool, (0, 1, 2), caps)[0]
    assert np.mean(solved) == pytest.approx(1 - left, abs=4 * np.std(solved) / np.sqrt(len(solved)))
    assert exact <= spent_at_most(pool, (0, 1, 2), caps) == 7 * 1 + 3 * 4 + 5 * 9


def test_of_models_alike_the_cheapest_gives_the_one_answer() -> None:
    pool = Pool.of([np.ones((4, 2))] * 3, [3.0, 2.0, 2.5], stops=True)
    found = most_solved(pool, 10.0)
    assert found == Plan((1,), (1,), 1.0, 2.0)


def test_a_plan_chosen_by_luck_gains_nothing_on_other_problems() -> None:
    """Models alike, each right on half of the problems: several look better where chosen only."""
    generator = np.random.default_rng(3)
    solved = [generator.integers(0, 2, (80, 1)).astype(float) for _ in range(8)]
    pool = Pool.of(solved, [1.0] * 8, stops=True)

    def choose(among: Pool) -> tuple[Plan | None, Plan | None]:
        worst = min(range(8), key=lambda model: -among.failing[model][1].mean())
        return Plan((worst,), (1,), 0.0, 1.0), most_solved(among, 1.0, 1)

    found = tried(pool, choose)
    assert found is not None
    value, low, _ = found.gain()
    assert low < 0
    assert value < 0.05, "halves of one lot are even set against each other"
    in_sample = np.ptp([1 - table[1].mean() for table in pool.failing])
    assert in_sample > 0.1


def test_too_few_problems_tell_nothing_of_others() -> None:
    pool = Pool.of([np.ones((3, 1))], [1.0], stops=True)
    assert tried(pool, lambda each: (most_solved(each, 1), most_solved(each, 1))) is None

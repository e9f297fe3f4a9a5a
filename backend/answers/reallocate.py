"""How to spend a budget on the models that one has: the best plan, and what it is really worth."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.answers.asked import asked
from backend.answers.charges import charge, unit_of
from backend.answers.curves import curve
from backend.answers.lineup import comparable, lineup
from backend.answers.scores import scores_by_problem
from backend.maths.allocation import Plan, Pool, cheapest, most_solved, spent, unsolved
from backend.maths.costs import NoCost
from backend.maths.held_out_plans import Tried, tried
from backend.maths.intervals import mean_interval
from backend.records.allocation import Allocation, HeldOutGain, Part, Planned, Policy
from backend.records.question import Question
from backend.records.scores import Curve
from backend.records.unanswerable import (
    MeansOnly,
    NeverReached,
    NotByRanker,
    NothingShared,
    TooLittle,
    TooMany,
)
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError

MOST_MODELS = 12
"""Of a pool: all orders of three of them are searched, on many halves of the problems too."""


@asked
@remembered
def within_budget(
    snapshot: Snapshot,
    question: Question,
    budget: float,
    models: tuple[str, ...] = (),
    policy: Policy = Policy.CASCADE,
) -> Allocation:
    """Return the plan that solves most problems with a budget.

    Args:
        snapshot: that has the study.
        question: about tests; whether it stops is for the policy to say.
        budget: a problem's; on average where the policy stops.
        models: of the pool; without any the study's, of more than `MOST_MODELS` those that solve
            most alone with this budget.
        policy: which plans are searched.

    Raises:
        UserError: if a name is unknown, the models are too many or cannot be compared, a ranker
            selects, only means are known, or the budget pays for no answer.
    """
    field = _Field(snapshot, replace(question, stop_first=policy.stops), models, policy, budget)

    def choose(pool: Pool) -> tuple[Plan | None, Plan | None]:
        single = most_solved(pool, budget, 1)
        return single, most_solved(pool, budget, policy.most_models)

    single, best = choose(field.pool)
    if single is None or best is None:
        place = int(np.argmin(field.pool.costs))
        raise UnanswerableError(TooLittle(field.models[place], field.pool.costs[place], field.unit))
    found = tried(field.pool, choose) if best.models != single.models else None
    gain = found and _gain(found, tuple(100 * each for each in found.gain()), budget)
    return field.allocation(single, best, gain, budget=budget)


@asked
@remembered
def to_reach(
    snapshot: Snapshot,
    question: Question,
    target: float,
    models: tuple[str, ...] = (),
    policy: Policy = Policy.CASCADE,
) -> Allocation:
    """Return the plan that costs least of those that solve `target` percent of the problems.

    Raises:
        UserError: as `within_budget` does, and if no plan reaches the target.
    """
    field = _Field(snapshot, replace(question, stop_first=policy.stops), models, policy, None)

    def choose(pool: Pool) -> tuple[Plan | None, Plan | None]:
        single = cheapest(pool, target / 100, 1)
        return single, cheapest(pool, target / 100, policy.most_models)

    single, best = choose(field.pool)
    if best is None:
        raise UnanswerableError(NeverReached(target, field.most_solved()))
    found = tried(field.pool, choose) if single and best.models != single.models else None
    gain = found and _gain(found, tuple(100 * each for each in found.saving()), best.cost)
    return field.allocation(single, best, gain, target=target)


def _gain(found: Tried, ends: Sequence[float], budget: float) -> HeldOutGain:
    solved, costs = found.solved[1], found.costs[1]
    value, low, high = ends
    return HeldOutGain(
        value=value,
        low=low,
        high=high,
        problems=len(solved),
        budget_share=float(costs.mean()) / budget,
        score=100 * float(solved.mean()),
    )


class _Field:
    """The models that are searched, over the problems that they share."""

    def __init__(
        self,
        snapshot: Snapshot,
        question: Question,
        models: tuple[str, ...],
        policy: Policy,
        budget: float | None,
    ) -> None:
        self.question, self.policy = question, policy
        if question.ranker is not None:
            raise UnanswerableError(NotByRanker(question.ranker))
        self.unit = unit_of(snapshot, question)
        curves, self.without = _chosen(snapshot, question, models, budget)
        if not all(each.measured for each in curves):
            raise UnanswerableError(MeansOnly(question.study))
        kept, lacking = comparable(snapshot, question, curves)
        self.without += tuple((model, LACKS.format(n=n)) for model, n in lacking)
        self.models = tuple(kept)
        values = [scores_by_problem(snapshot, question, each, self.models) for each in kept]
        self.n_problems = len(values[0].position)
        costs = [_cost(snapshot, question, each) for each in kept]
        self.pool = Pool.of([each.values for each in values], costs, stops=policy.stops)

    def most_solved(self) -> float:
        """Return the most that any plan reaches, percent: all answers of the best models."""
        size = self.policy.most_models
        plan = most_solved(self.pool, float("inf"), size)
        return 100 * plan.score if plan else 0.0

    def allocation(
        self,
        single: Plan | None,
        best: Plan,
        gain: HeldOutGain | None,
        budget: float | None = None,
        target: float | None = None,
    ) -> Allocation:
        """Return the facts about what was found."""
        alone = [float(table[1].mean()) for table in self.pool.failing]
        first = int(np.argmin(alone))
        once = Plan((first,), (1,), 1 - alone[first], self.pool.costs[first])
        reach = [
            Part(model, len(table) - 1)
            for model, table in zip(self.models, self.pool.failing, strict=True)
        ]
        return Allocation(
            study=self.question.study,
            budget_kind=self.question.budget_kind,
            unit=self.unit,
            budget=budget,
            target=target,
            policy=self.policy,
            single=self._planned(single) if single else None,
            best=self._planned(best),
            once=self._planned(once),
            gain=gain,
            reach=tuple(reach),
            n_problems=self.n_problems,
            without=self.without,
        )

    def _planned(self, plan: Plan) -> Planned:
        solved = 1 - unsolved(self.pool, plan.models, plan.caps)
        low, high = mean_interval(solved[:, None])
        at_once = Pool(
            self.pool.failing, self.pool.drawn, (1.0,) * len(self.models), self.pool.stops
        )
        return Planned(
            parts=tuple(
                Part(self.models[model], cap)
                for model, cap in zip(plan.models, plan.caps, strict=True)
            ),
            score=100 * float(solved.mean()),
            low=100 * float(low[0]),
            high=100 * float(high[0]),
            cost=float(spent(self.pool, plan.models, plan.caps).mean()),
            worst_cost=sum(
                cap * self.pool.costs[model]
                for model, cap in zip(plan.models, plan.caps, strict=True)
            ),
            answers=float(spent(at_once, plan.models, plan.caps).mean()),
        )


LACKS = "{n} of the problems that most were given are not among its own"


def _cost(snapshot: Snapshot, question: Question, model: str) -> float:
    """Return what an answer costs, its tests with it where they count."""
    charged = charge(snapshot, question, model)
    assert not isinstance(charged, NoCost), "those without a cost have no curve"
    return charged.one.value + charged.reading


def _chosen(
    snapshot: Snapshot, question: Question, models: tuple[str, ...], budget: float | None
) -> tuple[list[Curve], tuple[tuple[str, str], ...]]:
    """Return the curves of the pool's models, and of those left out why."""
    if len(models) > MOST_MODELS:
        raise UnanswerableError(TooMany(len(models), MOST_MODELS))
    if models:
        return [curve(snapshot, question, each) for each in dict.fromkeys(models)], ()
    everybody = lineup(snapshot, question)
    if not everybody.curves:
        raise UnanswerableError(NothingShared())

    def alone(each: Curve) -> float:
        point = each.at(budget) if budget is not None else None
        return point.score if point else float(each.score[0])

    best = sorted(everybody.curves, key=alone, reverse=True)[:MOST_MODELS]
    return [each for each in everybody.curves if each in best], everybody.without

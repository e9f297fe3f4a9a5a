"""How to spend a budget on the models that one has: the best plan, and what it is really worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backend.answers.asked import asked
from backend.answers.charges import charge, unit_of
from backend.answers.curves import curve
from backend.answers.lineup import comparable, lineup
from backend.answers.scores import scores_by_problem
from backend.elsewhere import elsewhere
from backend.maths.allocation import cheapest, most_solved
from backend.maths.costs import NoCost
from backend.maths.held_out_plans import searched
from backend.maths.intervals import mean_interval
from backend.maths.plans import Plan, Pool, spent, spent_at_most, unsolved
from backend.maths.targets import reached_from
from backend.records.allocation import Allocation, HeldOutGain, Part, Planned, Policy
from backend.records.comparison import charged_alike
from backend.records.question import Question
from backend.records.scores import Charge, Curve
from backend.records.unanswerable import (
    MeansOnlyTogether,
    NeverReached,
    NothingShared,
    TooLittle,
    TooMany,
    UnlikeCosts,
)
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import Studies
from backend.words.unanswerable import UnanswerableError

MOST_MODELS = 12
"""Of a pool: all orders of three of them are searched, on many halves of the problems too."""

MOST_ANSWERS = 1000
"""Of each model that are looked at."""

Named = tuple[str, ...]


def counted_studies(studies: Studies) -> list[str]:
    """Return the studies of which it is known which problems each model solves."""
    return [
        study
        for study in studies.studies
        if not any(run.untallied for run in studies.runs(study).values())
    ]


@asked
@remembered
def within_budget(
    snapshot: Snapshot, question: Question, budget: float, models: Named, policy: Policy
) -> Allocation:
    """Return the plan that solves most problems with a budget.

    Args:
        snapshot: that has the study.
        question: about answers that tests check; whether they stop is for the policy to say.
        budget: a problem's; on average where the policy stops.
        models: of the pool; without any the study's, of more than `MOST_MODELS` those that solve
            most alone with this budget.
        policy: which plans are searched.

    Raises:
        UserError: if a name is unknown, the models are too many or cannot be compared, only means
            are known, or the budget pays for no answer.
    """
    field = _field(snapshot, question, models, policy, budget=budget)
    single, best, found = elsewhere(searched, field.pool, most_solved, budget, policy.most_models)
    if single is None or best is None:
        place = int(np.argmin(field.pool.alone))
        raise UnanswerableError(TooLittle(field.models[place], field.pool.alone[place], field.unit))
    gain = HeldOutGain.of(found, found.gain()) if found else None
    return field.allocation(single, best, gain, budget=budget)


@asked
@remembered
def to_reach(
    snapshot: Snapshot, question: Question, target: float, models: Named, policy: Policy
) -> Allocation:
    """Return the plan that costs least of those that reach `target` percent of the problems.

    Which score reaches it is for `maths.targets` to say: one that is shown as so much does.

    Raises:
        UserError: as `within_budget` does, and if no plan reaches the target.
    """
    field = _field(snapshot, question, models, policy, target=target)
    goal = float(reached_from(target)) / 100
    single, best, found = elsewhere(searched, field.pool, cheapest, goal, policy.most_models)
    if best is None:
        raise UnanswerableError(NeverReached(target, field.most_solved()))
    gain = HeldOutGain.of(found, found.saving()) if found else None
    return field.allocation(single, best, gain, target=target)


def charges_of(studies: Studies, question: Question, found: Allocation) -> dict[str, Charge]:
    """Return what the models of a pool are charged, for what is to be said of it."""
    asked_of = replace(question, stop_first=found.stops)
    charged = {part.model: charge(studies, asked_of, part.model) for part in found.reach}
    return {model: each for model, each in charged.items() if not isinstance(each, NoCost)}


@dataclass(frozen=True)
class _Field:
    """The models that are searched, over the problems that they share."""

    question: Question
    policy: Policy
    unit: str
    models: Sequence[str]
    pool: Pool
    n_problems: int
    most_given: int
    cut: tuple[str, ...]
    lacking: tuple[tuple[str, int], ...]
    without: tuple[tuple[str, str], ...]

    def most_solved(self) -> float:
        """Return the most that any plan solves, percent."""
        plan = most_solved(self.pool, np.inf, self.policy.most_models)
        return 100 * plan.score if plan else 0.0

    def allocation(
        self,
        single: Plan | None,
        best: Plan,
        gain: HeldOutGain | None,
        *,
        budget: float | None = None,
        target: float | None = None,
    ) -> Allocation:
        """Return the facts about what was found."""
        reach = [len(table) - 1 for table in self.pool.failing]
        return Allocation(
            study=self.question.study,
            ranker=None,
            budget_kind=self.question.budget_kind,
            unit=self.unit,
            budget=budget,
            target=target,
            policy=self.policy,
            single=self._planned(single) if single else None,
            best=self._planned(best),
            once=self._planned(self._once()),
            gain=gain,
            reach=tuple(Part(*each) for each in zip(self.models, reach, strict=True)),
            n_problems=self.n_problems,
            most_given=self.most_given,
            cut=self.cut,
            lacking=self.lacking,
            without=self.without,
        )

    def _once(self) -> Plan:
        """Return one answer of the model that solves most by one, of those alike the cheapest."""
        solved = [1 - float(table[1].mean()) for table in self.pool.failing]
        costs = self.pool.alone
        best = max(range(len(solved)), key=lambda model: (round(solved[model], 9), -costs[model]))
        return Plan((best,), (1,), solved[best], costs[best])

    def _planned(self, plan: Plan) -> Planned:
        pool, at = self.pool, (plan.models, plan.caps)
        low, high = mean_interval((1 - unsolved(pool, *at))[:, None])
        counted = (1.0,) * len(pool.costs)
        counting = replace(pool, costs=counted, alone=counted)
        parts = list(zip(*at, strict=True))
        return Planned(
            parts=tuple(Part(self.models[model], cap) for model, cap in parts),
            score=100 * plan.score,
            low=100 * float(low[0]),
            high=100 * float(high[0]),
            cost=float(spent(pool, *at).mean()),
            worst_cost=spent_at_most(pool, *at),
            answers=float(spent(counting, *at).mean()),
        )


def _field(
    snapshot: Snapshot,
    question: Question,
    models: Named,
    policy: Policy,
    *,
    budget: float | None = None,
    target: float | None = None,
) -> _Field:
    asked_of = replace(question, ranker=None, stop_first=policy.stops)
    curves, cut, without = _chosen(snapshot, asked_of, models, budget, target)
    if not all(each.measured for each in curves):
        raise UnanswerableError(MeansOnlyTogether(question.study))
    beside, lacking = comparable(snapshot, asked_of, curves, chosen=bool(models))
    kept = tuple(beside)
    values = [scores_by_problem(snapshot, asked_of, each, kept) for each in kept]
    charges = [each.charge for each in curves if each.model in beside]
    if not charged_alike(charges):
        raise UnanswerableError(UnlikeCosts())
    return _Field(
        question=asked_of,
        policy=policy,
        unit=unit_of(snapshot, asked_of),
        models=kept,
        pool=Pool.of(
            [each.values[:, :MOST_ANSWERS] for each in values],
            [each.one.value + each.reading for each in charges],
            alone=[each.one.value for each in charges],
            stops=policy.stops,
        ),
        n_problems=len(values[0].position),
        most_given=max(each.n_problems for each in curves if each.model in beside),
        cut=cut,
        lacking=lacking,
        without=without,
    )


def _chosen(
    snapshot: Snapshot,
    question: Question,
    models: Named,
    budget: float | None,
    target: float | None,
) -> tuple[list[Curve], Named, tuple[tuple[str, str], ...]]:
    """Return the curves of the pool's models, those that are too many, and why others have none.

    Of too many those are searched that do most alone: solve most for the budget, or reach the
    target for the least.
    """
    if len(models) > MOST_MODELS:
        raise UnanswerableError(TooMany(len(models), MOST_MODELS))
    if models:
        return [curve(snapshot, question, each) for each in dict.fromkeys(models)], (), ()
    everybody = lineup(snapshot, question)
    if not everybody.curves:
        raise UnanswerableError(NothingShared())

    def alone(each: Curve) -> float:
        if target is not None:
            reached = np.flatnonzero(each.score >= reached_from(target))
            return -float(each.budget[reached[0]]) if reached.size else -np.inf
        point = None if budget is None else each.at(budget)
        return point.score if point else -np.inf

    best = sorted(everybody.curves, key=alone, reverse=True)[:MOST_MODELS]
    cut = tuple(each.model for each in everybody.curves if each not in best)
    return [each for each in everybody.curves if each in best], cut, everybody.without

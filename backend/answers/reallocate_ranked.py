"""How to spend a budget where a ranker picks: so many answers of one model, or one of a larger.

Plans of several models are not offered: rankers scored each model's answers among themselves, and
how they would rank those of different models against each other nobody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.answers.asked import asked
from backend.answers.charges import unit_of
from backend.answers.curves import curve
from backend.answers.lineup import comparable, lineup
from backend.answers.scores import scores_by_problem
from backend.errors import UserError
from backend.maths.held_out_plans import Bools, Outcomes, over_halves
from backend.maths.intervals import mean_interval
from backend.records.allocation import Allocation, HeldOutGain, Part, Planned, Policy
from backend.records.comparison import charged_alike
from backend.records.question import Question
from backend.records.scores import Curve, Floats
from backend.records.unanswerable import NothingShared, TooLittle, UnlikeCosts
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError


@dataclass(frozen=True)
class _Choice:
    """So many answers of a model: by problem what the ranker's pick scores, and the cost."""

    model: str
    k: int
    values: Floats
    cost: float


@asked
@remembered
def ranked_within_budget(
    snapshot: Snapshot, question: Question, budget: float, models: tuple[str, ...]
) -> Allocation:
    """Return how many answers of which model a ranker should pick among, for a budget.

    Raises:
        UserError: if a name is unknown, no model was ranked, or the budget pays for no answer.
    """
    curves, without = _ranked(snapshot, question, models)
    if not charged_alike([each.charge for each in curves]):
        raise UnanswerableError(UnlikeCosts())
    beside, lacking = comparable(snapshot, question, curves, chosen=bool(models))
    lines = [curve(snapshot, question, model, tuple(beside)) for model in beside]
    choices = _choices(snapshot, question, lines, budget)
    unit = unit_of(snapshot, question)
    if not choices:
        cheapest = min(lines, key=lambda line: line.one.value)
        raise UnanswerableError(TooLittle(cheapest.model, cheapest.one.value, unit))
    best, single = _best(choices), _best([each for each in choices if each.k == 1])
    return Allocation(
        study=question.study,
        ranker=question.ranker,
        budget_kind=question.budget_kind,
        unit=unit,
        budget=budget,
        target=None,
        policy=Policy.SINGLE,
        single=_planned(single),
        best=_planned(best),
        once=_planned(single),
        gain=_held_out(choices) if best is not single else None,
        reach=tuple(Part(line.model, int(line.k[-1])) for line in lines),
        n_problems=len(best.values),
        most_given=max(each.n_problems for each in curves if each.model in beside),
        cut=(),
        lacking=lacking,
        without=without,
    )


def _ranked(
    snapshot: Snapshot, question: Question, models: tuple[str, ...]
) -> tuple[Sequence[Curve], tuple[tuple[str, str], ...]]:
    """Return the curves of the models that the ranker scored, and why others have none.

    Models that are named must have one.
    """
    if models:
        return [curve(snapshot, question, model) for model in dict.fromkeys(models)], ()
    everybody = lineup(snapshot, question)
    if not everybody.curves:
        first = next((reason for _, reason in everybody.without), None)
        raise UserError(first) if first else UnanswerableError(NothingShared())
    return everybody.curves, everybody.without


def _choices(
    snapshot: Snapshot, question: Question, lines: Sequence[Curve], budget: float
) -> list[_Choice]:
    """Return all numbers of answers that a budget pays for, the cheapest first."""
    names = tuple(line.model for line in lines)
    found = []
    for line in lines:
        values = scores_by_problem(snapshot, question, line.model, names).values
        found += [
            _Choice(line.model, k, values[:, k - 1], float(line.budget[k - 1]))
            for k in range(1, line.k_at(budget) + 1)
        ]
    return sorted(found, key=lambda each: each.cost)


def _best(choices: Sequence[_Choice]) -> _Choice:
    """Return the choice that scores most, of those alike the first."""
    return max(choices, key=lambda each: round(float(each.values.mean()), 9))


def _planned(choice: _Choice) -> Planned:
    low, high = mean_interval(choice.values[:, None])
    return Planned(
        parts=(Part(choice.model, choice.k),),
        score=100 * float(choice.values.mean()),
        low=100 * float(low[0]),
        high=100 * float(high[0]),
        cost=choice.cost,
        worst_cost=choice.cost,
        answers=float(choice.k),
    )


def _held_out(choices: Sequence[_Choice]) -> HeldOutGain | None:
    """Return what the best is better by than the best by one answer, chosen on other problems."""
    values = np.stack([each.values for each in choices], axis=1)
    alone = np.flatnonzero([each.k == 1 for each in choices])

    def outcomes(chosen_on: Bools) -> Outcomes:
        means = values[chosen_on].mean(axis=0).round(9)
        single, best = choices[alone[means[alone].argmax()]], choices[means.argmax()]
        return _outcome(single), _outcome(best)

    found = over_halves(len(values), outcomes)
    return HeldOutGain.of(found, found.gain()) if found else None


def _outcome(choice: _Choice) -> tuple[Floats, Floats]:
    return choice.values, np.full(len(choice.values), choice.cost)

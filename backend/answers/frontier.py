"""The best that any model of a study does with each budget, over the same problems for all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backend.answers.asked import asked
from backend.answers.charges import unit_of
from backend.answers.curves import curve
from backend.answers.lineup import Lineup, comparable, lineup
from backend.answers.scores import scores_by_problem
from backend.elsewhere import elsewhere
from backend.maths.best_of import held_out_among
from backend.maths.frontier import Best, best_at_each, looked_at
from backend.records.comparison import charged_alike, most_alike
from backend.records.frontier import BestBuy, Frontier
from backend.records.question import Question
from backend.records.scores import Charge, Curve, Floats, Ints
from backend.records.unanswerable import NothingShared
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError
from backend.words.unlike import unlike

MOST_STEPS = 240
"""More steps than so many are not all told: each is tried on a hundred halves of the problems."""


@asked
def frontier(snapshot: Snapshot, question: Question, budgets: tuple[float, ...] = ()) -> Frontier:
    """Return the best at each budget.

    Compared are the models whose costs may be compared with most others', and that were given all
    but one in twenty of the problems that most were given, over those that all of them share. Of
    more than `MOST_STEPS` steps those are told that hold at `budgets`, or without any at as many
    spread over the log axis; and in either case all at which the best changes or its data end, with
    the steps before them.

    Raises:
        UserError: if a name is unknown, no model has a cost, or those compared share no problem.
    """
    told = _told(_field(snapshot, question).found, budgets)
    return _frontier(snapshot, question, tuple(told.tolist()))


@dataclass(frozen=True)
class _Field:
    """The models that are compared, each with those it shares problems with, and their best."""

    everybody: Lineup
    alike: Sequence[Curve]
    usual: Charge
    beside: Mapping[str, tuple[str, ...]]
    lacking: tuple[tuple[str, int], ...]
    curves: Sequence[Curve]
    found: Best


@remembered
def _field(snapshot: Snapshot, question: Question) -> _Field:
    everybody = lineup(snapshot, question)
    if not everybody.curves:
        raise UnanswerableError(NothingShared())
    usual = most_alike([each.charge for each in everybody.curves])
    alike = [each for each in everybody.curves if charged_alike((each.charge, usual))]
    beside, lacking = comparable(snapshot, question, alike)
    curves = [curve(snapshot, question, model, others) for model, others in beside.items()]
    found = best_at_each(
        [each.budget for each in curves],
        [each.next_budget for each in curves],
        [each.score for each in curves],
    )
    return _Field(everybody, alike, usual, beside, lacking, curves, found)


@remembered
def _frontier(snapshot: Snapshot, question: Question, told: tuple[int, ...]) -> Frontier:
    """Return the best at some of all steps: many budgets ask for the same ones."""
    field = _field(snapshot, question)
    everybody, curves, found = field.everybody.curves, field.curves, field.found
    models = list(field.beside)
    ever = {models[place] for place in found.best}
    return Frontier(
        unit=unit_of(snapshot, question),
        n_problems=curves[0].n_problems,
        measured=curves[0].measured,
        models=tuple(models),
        steps=_steps(snapshot, question, field.beside, curves, found.at(np.array(told))),
        n_steps=len(found.budget),
        end=max(each.next_budget for each in curves),
        never=tuple(model for model in models if model not in ever),
        lacking=field.lacking,
        without=field.everybody.without,
        unlike=tuple(each.model for each in everybody if each not in field.alike),
        why_unlike=unlike([each.charge for each in everybody], field.usual),
    )


def _told(found: Best, budgets: Sequence[float]) -> Ints:
    if len(found.budget) <= MOST_STEPS:
        return np.arange(len(found.budget))
    spread = np.geomspace(found.budget[0], found.budget[-1], MOST_STEPS)
    return looked_at(found, np.array(budgets) if budgets else spread)


def _steps(
    snapshot: Snapshot,
    question: Question,
    beside: Mapping[str, tuple[str, ...]],
    curves: Sequence[Curve],
    found: Best,
) -> tuple[BestBuy, ...]:
    held = [(math.nan, math.nan)] * len(found.budget)
    if curves[0].measured:
        held = _held_out(snapshot, question, beside, found)
    steps = []
    for place, best in enumerate(found.best.tolist()):
        each, k = curves[best], int(found.k[best, place])
        score, share = held[place]
        steps.append(
            BestBuy(
                budget=float(found.budget[place]),
                model=each.model,
                k=k,
                score=float(each.score[k - 1]),
                low=float(each.low[k - 1]),
                high=float(each.high[k - 1]),
                held_out=100 * score,
                share=share,
                data_ends=bool(found.ended[place]),
            )
        )
    return tuple(steps)


def _held_out(
    snapshot: Snapshot, question: Question, beside: Mapping[str, tuple[str, ...]], found: Best
) -> list[tuple[float, float]]:
    """Return at each budget the held-out score and how often the best is chosen."""
    columns: list[Floats] = []
    place: dict[tuple[int, int], int] = {}
    for row, (model, others) in enumerate(beside.items()):
        values = scores_by_problem(snapshot, question, model, others).values
        for k in np.unique(found.k[row][found.k[row] > 0]).tolist():
            place[row, k] = len(columns)
            columns.append(values[:, k - 1])
    paid = [[(row, k) for row, k in enumerate(at) if k] for at in found.k.T.tolist()]
    among = [np.array([place[each] for each in at]) for at in paid]
    held = elsewhere(held_out_among, np.stack(columns, axis=1), among)
    chosen = [[row for row, _ in at].index(best) for at, best in zip(paid, found.best, strict=True)]
    return [(each.score, float(each.won[best])) for each, best in zip(held, chosen, strict=True)]

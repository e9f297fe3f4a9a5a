"""All models of a study side by side: what each does with any budget."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.answers.asked import asked
from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.answers.scores import scores_by_problem
from backend.errors import UserError
from backend.maths.costs import NoCost
from backend.records.question import Question
from backend.records.scores import Curve
from backend.records.unanswerable import NothingShared
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError

MAY_LACK = 0.05
"""Of the problems that most models were given: who lacks more is not compared unasked."""


@dataclass(frozen=True)
class Lineup:
    """The curves of a study's models, in the order of lists, and those that have none, with why.

    Models without a cost on the budget axis are in neither.
    """

    curves: tuple[Curve, ...]
    without: tuple[tuple[str, str], ...]


@asked
@remembered
def lineup(snapshot: Snapshot, question: Question, pair: tuple[str, ...] = ()) -> Lineup:
    """Return every model's curve: over the problems that the pair shares where it can be.

    A model that was given none of these is shown over its own, as all are without a pair. One
    whose answers nobody can score is left out, with the reason; one without a cost on the axis is
    not looked at.

    Raises:
        UserError: if the study is unknown.
    """
    found, without = [], []
    for model in snapshot.runs(question.study):
        if isinstance(cost_of_one(snapshot, question, model), NoCost):
            continue
        try:
            found.append(beside(snapshot, question, model, pair))
        except UserError as error:
            without.append((model, str(error)))
    return Lineup(tuple(found), tuple(without))


@asked
def beside(snapshot: Snapshot, question: Question, model: str, pair: tuple[str, ...]) -> Curve:
    """Return a model's curve over the problems that the pair shares, or else over its own.

    Raises:
        UserError: as `curves.curve` does; of the pair itself also if it shares no problem.
    """
    try:
        return curve(snapshot, question, model, pair)
    except UserError:
        if model in pair:
            raise
        return curve(snapshot, question, model)


@asked
def comparable(
    snapshot: Snapshot, question: Question, curves: Sequence[Curve], *, chosen: bool = False
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, int], ...]]:
    """Return the models that are compared, and how many usual problems each of the others lacks.

    Each of the first comes with those that lack something of what it was given. A problem is usual
    that more than half of the models were given; who lacks more than `MAY_LACK` of these is left
    out, so that it takes no problems from all others. Models that somebody has `chosen` all stay.

    Raises:
        UserError: if those compared share no problem.
    """
    models = [each.model for each in curves]
    if not any(each.measured for each in curves):
        return dict.fromkeys(models, ()), ()
    given = np.zeros((len(models), len(snapshot.problems(question.study).ids)), dtype=bool)
    for row, each in enumerate(curves):
        if each.measured:
            given[row, scores_by_problem(snapshot, question, each.model).position] = True
    counted = given.any(axis=1)
    usual = given[counted].mean(axis=0) > 0.5
    lacks = (usual & ~given).sum(axis=1).tolist()
    may_lack = MAY_LACK * usual.sum()
    stays = counted & (chosen | (np.array(lacks) <= may_lack))
    kept = np.flatnonzero(stays).tolist()
    if not kept or not given[kept].all(axis=0).any():
        raise UnanswerableError(NothingShared())
    beside = {
        models[row]: tuple(models[other] for other in kept if (given[row] & ~given[other]).any())
        for row in kept
    }
    return beside, tuple((models[row], lacks[row]) for row in range(len(lacks)) if row not in kept)

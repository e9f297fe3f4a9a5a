"""All models of a study side by side: what each does with any budget."""

from dataclasses import dataclass

from backend.answers.asked import asked
from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.costs import NoCost
from backend.records.question import Question
from backend.records.scores import Curve
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot


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

"""All pairs of a study's models: of each what `comparison.compare` says, worked out together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backend.answers.asked import asked
from backend.answers.charges import unit_of
from backend.answers.comparison import Means, lead_of_means, means_at
from backend.answers.curves import curve
from backend.answers.lineup import lineup
from backend.answers.scores import scores_by_problem
from backend.maths.intervals import interval_of_sums
from backend.maths.verdicts import Lead, Verdict, judge, stands
from backend.records.comparison import charged_alike
from backend.records.pairs import NONE, VERDICTS, Change, Leads, Pairs, Sweep
from backend.records.question import Question
from backend.records.scores import Curve, Floats, Ints, ProblemScores
from backend.store.snapshot.memory import Key, remembered
from backend.store.snapshot.snapshot import Snapshot

Bools = NDArray[np.bool_]


@asked
def pairs(snapshot: Snapshot, question: Question, budget: float) -> Pairs:
    """Compare every two models of a study at one budget per problem.

    Raises:
        UserError: if the study, a filter's value or the ranker is unknown.
    """
    found = _sweep(snapshot, question, (budget,))
    return Pairs(
        models=found.models,
        budget=budget,
        unit=unit_of(snapshot, question),
        n_problems=found.n_problems,
        measured=found.measured,
        leads=[change.leads for change in found.changes],
        without=found.without,
    )


@asked
def sweep(snapshot: Snapshot, question: Question, budgets: tuple[float, ...], one: float) -> Sweep:
    """Compare every two models at each of several rising budgets, and at `one` more.

    The several, of which there is one at least, are worked out once for all who ask for them.

    Raises:
        UserError: as `pairs` does.
    """
    found = _sweep(snapshot, question, budgets)
    return found if one in budgets else _with_one_more(snapshot, question, found, one)


@remembered
def _sweep(snapshot: Snapshot, question: Question, budgets: tuple[float, ...]) -> Sweep:
    models = lineup(snapshot, question)
    field = _field(snapshot, question, models.curves, np.array(budgets))
    return Sweep(
        models=tuple(each.model for each in models.curves),
        budgets=np.array(budgets),
        n_problems=field.n_problems,
        measured=all(each.measured for each in models.curves),
        changes=_changes(snapshot, question, field, range(len(budgets))),
        without=models.without,
    )


def _with_one_more(snapshot: Snapshot, question: Question, found: Sweep, budget: float) -> Sweep:
    """Put a budget between two others: only what changes from one to the next is worked out."""
    place = int(np.searchsorted(found.budgets, budget))
    before = found.budgets[max(place - 1, 0) : place]
    around = np.concatenate([before, [budget], found.budgets[place : place + 1]])
    field = _field(snapshot, question, lineup(snapshot, question).curves, around)
    new = _changes(snapshot, question, field, range(len(before), len(around)), place - len(before))
    return replace(
        found,
        budgets=np.insert(found.budgets, place, budget),
        changes=[
            *(each for each in found.changes if each.stop < place),
            *new,
            *(replace(each, stop=each.stop + 1) for each in found.changes if each.stop > place),
        ],
    )


def _changes(
    snapshot: Snapshot, question: Question, field: "_Field", stops: Iterable[int], first: int = 0
) -> list[Change]:
    """Return what changes at some of a field's budgets, whose stops are counted from `first`."""
    return [
        Change(first + stop, model, _leads_of(snapshot, question, field, model, stop))
        for stop in stops
        for model in range(len(field.seen))
        if field.changes[model, stop]
    ]


@dataclass(frozen=True)
class _Seen:
    """A model's curve over the problems that it shares with certain others, and its scores there.

    There are none where only means are known.
    """

    curve: Curve
    scores: ProblemScores | None


_At = tuple[_Seen, int]
"""A model with so many answers."""


@dataclass(frozen=True)
class _Field:
    """All models at all budgets, a row's beside a column's; `seen[row][group[row, column]]`.

    `shared` says which problems each two have, shape (models, models, problems). `k` are a row's
    answers beside a column, shape (models, models, budgets), 0 where the two cannot be compared;
    `ended` says where its data end, `alike` whether two costs may be compared.
    """

    seen: Sequence[Sequence[_Seen]]
    group: Ints
    shared: Bools
    n_problems: Ints
    k: Ints
    ended: Bools
    alike: Bools

    def at(self, model: int, stop: int) -> tuple[Ints, Ints, Bools, Bools]:
        """Return what depends on the budget in a model's leads: `k` and `ended`, both ways."""
        own, other = (model, slice(None), stop), (slice(None), model, stop)
        return self.k[own], self.k[other], self.ended[own], self.ended[other]

    @cached_property
    def changes(self) -> Bools:
        """Whether a model has other answers than at the budget before: (models, budgets)."""
        first = np.ones((len(self.seen), 1), dtype=bool)
        later = (np.diff(self.k) != 0) | (np.diff(self.ended) != 0)
        return np.hstack([first, later.any(axis=1)])


def _field(
    snapshot: Snapshot, question: Question, curves: Sequence[Curve], budgets: Floats
) -> _Field:
    given = np.zeros((len(curves), len(snapshot.problems(question.study).ids)), dtype=bool)
    for row, each in enumerate(curves):
        if each.measured:
            given[row, scores_by_problem(snapshot, question, each.model).position] = True
    shared = given[:, None] & given
    n_problems = shared.sum(axis=2)
    for row, each in enumerate(curves):
        if not each.measured:
            n_problems[row] = [0 if other.measured else each.n_problems for other in curves]
    seen, group = [], np.zeros(n_problems.shape, dtype=np.int64)
    k = np.zeros((*n_problems.shape, len(budgets)), dtype=np.int64)
    ended = np.zeros(k.shape, dtype=bool)
    for row, each in enumerate(curves):
        beside, group[row] = _beside(snapshot, question, row, curves, shared[row])
        lines = [each.curve for each in beside]
        k[row] = np.stack([line.affordable(budgets) for line in lines])[group[row]]
        ended[row] = np.stack([line.ended(budgets) for line in lines])[group[row]]
        seen.append(beside)
    k[n_problems == 0] = 0
    alike = [[charged_alike([each.charge, other.charge]) for other in curves] for each in curves]
    return _Field(seen, group, shared, n_problems, k, ended, np.array(alike, dtype=bool))


def _beside(
    snapshot: Snapshot, question: Question, row: int, curves: Sequence[Curve], shared: Bools
) -> tuple[list[_Seen], Ints]:
    """Return a model's curves over the problems that it shares with others, and whose is whose."""
    model, own = curves[row].model, shared[row]
    seen, group = [_seen(snapshot, question, model)], np.zeros(len(curves), dtype=np.int64)
    places: dict[bytes, int] = {own.tobytes(): 0}
    for column in np.flatnonzero((shared != own).any(axis=1) & shared.any(axis=1)).tolist():
        key = shared[column].tobytes()
        if key not in places:
            places[key] = len(seen)
            seen.append(_seen(snapshot, question, model, curves[column].model))
        group[column] = places[key]
    return seen, group


def _seen(snapshot: Snapshot, question: Question, model: str, *beside: str) -> _Seen:
    line = curve(snapshot, question, model, beside)
    measured = line.measured
    return _Seen(line, scores_by_problem(snapshot, question, model, beside) if measured else None)


def _leads_of(
    snapshot: Snapshot, question: Question, field: _Field, model: int, stop: int
) -> Leads:
    """Return a model's leads over all others at a budget.

    They are remembered by the answers that it pays for: another budget among the stops asks for
    little that is new.
    """
    paid = [each.tobytes() for each in field.at(model, stop)]
    key = Key((_leads, question, model, *paid))
    return snapshot.memory.get(key, lambda: _leads(snapshot, question, field, model, stop))


def _leads(snapshot: Snapshot, question: Question, field: _Field, model: int, stop: int) -> Leads:
    k, other_k, ends, other_ends = field.at(model, stop)
    difference, low, high = np.full((3, len(k)), np.nan)
    found = Leads(
        k.copy(), other_k.copy(), difference, low, high, np.full(len(k), NONE, dtype=np.int8)
    )
    compared = (k > 0) & (other_k > 0)
    compared[model] = False
    places = np.flatnonzero(compared).tolist()
    if not places:
        return found
    own = [field.seen[model][place] for place in field.group[model, places]]
    others = [field.seen[place][field.group[place, model]] for place in places]
    sides = list(zip(own, k[places], strict=True)), list(zip(others, other_k[places], strict=True))
    if own[0].curve.measured:
        value, lead = _measured(*sides, field.shared[model, places])
    else:
        value, lead = _of_means(snapshot, question, *sides)
    found.difference[places], found.low[places], found.high[places] = value, lead.low, lead.high
    ended = ends[places], other_ends[places]
    judged = judge(lead, field.n_problems[model, places])
    found.verdict[places] = [
        VERDICTS.index(
            verdict if alike and stands(verdict, ends, stops=question.stops) else Verdict.UNEQUAL
        )
        for verdict, alike, ends in zip(
            judged, field.alike[model, places], zip(*ended, strict=True), strict=True
        )
    ]
    return found


def _measured(own: Sequence[_At], others: Sequence[_At], shared: Bools) -> tuple[Floats, Lead]:
    left, right = (_scores(side, shared.shape) for side in (own, others))
    apart = (left - right) * shared
    n, sums = shared.sum(axis=1), apart.sum(axis=1)
    low, high = interval_of_sums(n, sums, np.einsum("ij,ij->i", apart, apart), 2.0)
    return 100 * sums / n, Lead.of_interval(100 * low, 100 * high)


def _scores(side: Sequence[_At], shape: tuple[int, ...]) -> Floats:
    """Return the scores of all the study's problems, 0 where there is none: (models, problems)."""
    found = np.zeros(shape)
    for row, (each, k) in zip(found, side, strict=True):
        assert each.scores is not None
        row[each.scores.position] = each.scores.at(k)
    return found


def _of_means(
    snapshot: Snapshot, question: Question, own: Sequence[_At], others: Sequence[_At]
) -> tuple[Floats, Lead]:
    small, large = (
        Means(
            *np.hstack(
                [means_at(snapshot, question, each.curve, np.array([k])) for each, k in side]
            )
        )
        for side in (own, others)
    )
    return small.score - large.score, lead_of_means(small, large, own[0][0].curve.n_problems)

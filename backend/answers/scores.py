"""A model's scores problem by problem: by unit tests, or by a ranker's pick."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from backend.answers.asked import asked
from backend.errors import unknown_name
from backend.maths.estimators import pass_at_k, rank_weights
from backend.maths.redraws import redraw_variance_pass, redraw_variance_ranked
from backend.records.question import MaxK, ProblemFilter, Question
from backend.records.scores import Floats, Ints, ProblemScores
from backend.records.study import Problems, Ranked, Run
from backend.records.unanswerable import (
    NoRankers,
    NothingChosen,
    NothingRanked,
    NothingShared,
    NotRanked,
)
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError

_MAY_LACK = 0.05  # of the problems: how many may be left out because they have too few samples


_NEARLY = 0.9  # of the usual number of samples: such problems are never left out


@asked
def greedy_scores(snapshot: Snapshot, question: Question, model: str) -> ProblemScores | None:
    """Return whether a model's one likeliest answer solves each problem; None where unknown."""
    run = snapshot.run(question.study, model)
    found = snapshot.greedy(run.study, run.model.name)
    if found is None:
        return None
    chosen = chosen_problems(run.study, snapshot.problems(run.study), question.problems)
    kept = chosen[found.position]
    if not kept.any():
        return None
    return ProblemScores(found.position[kept], found.passed[kept].astype(float)[:, None])


@asked
def scores_by_problem(
    snapshot: Snapshot, question: Question, model: str, beside: Sequence[str] = ()
) -> ProblemScores:
    """Return a model's scores problem by problem, where the models `beside` it have some too.

    Raises:
        UserError: if a name is unknown, no problem passes the filter, or nothing was ranked.
    """
    name = snapshot.run(question.study, model).model.name
    others = {snapshot.run(question.study, other).model.name for other in beside} - {name}
    return _scores(snapshot, _without_costs(question), name, tuple(sorted(others)))


def _without_costs(question: Question) -> Question:
    """Return what scores depend on: they are remembered through every change of costs."""
    return Question(
        question.study,
        ranker=question.ranker,
        max_k=question.max_k,
        problems=question.problems,
    )


@remembered
def _scores(
    snapshot: Snapshot, question: Question, model: str, others: tuple[str, ...]
) -> ProblemScores:
    position = reduce(
        np.intersect1d, (_complete(snapshot, question, name) for name in (model, *others))
    )
    if not position.size:
        raise UnanswerableError(NothingShared())
    run = snapshot.run(question.study, model)
    if question.ranker is None:
        n, c = _counts(snapshot, run, position)
        return ProblemScores(position, pass_at_k(n, c, _ks(n, question.max_k)))
    passes = _passes(snapshot, question, run, position)
    lengths = np.array([len(row) for row in passes])
    ks = _ks(lengths, question.max_k)
    values = np.empty((len(passes), len(ks)))
    for length in np.unique(lengths):  # problems with as many samples share their weights
        alike = np.flatnonzero(lengths == length)
        weights = _weights(snapshot, int(length), len(ks))
        values[alike] = np.vstack([passes[place] for place in alike]) @ weights.T
    return ProblemScores(position, values)


@remembered
def _weights(_: Snapshot, n: int, most: int) -> Floats:
    """Return `rank_weights` for k = 1 to `most`: all rankers of a run share them."""
    return rank_weights(n, np.arange(1, most + 1))


@asked
def redraw_variance(
    snapshot: Snapshot, question: Question, model: str, k: int, beside: Sequence[str] = ()
) -> Floats:
    """Return each problem's variance of its score at k if its samples were drawn anew.

    Fractions squared, shape (problems,), in the order of `scores_by_problem`; an overestimate on
    average. NaN where k is all the samples.

    Raises:
        UserError: as `scores_by_problem` does.
    """
    position = scores_by_problem(snapshot, question, model, beside).position
    run = snapshot.run(question.study, model)
    if question.ranker is None:
        return redraw_variance_pass(*_counts(snapshot, run, position), k)
    return redraw_variance_ranked(_passes(snapshot, question, run, position), k)


@asked
@remembered
def ranked_counts(snapshot: Snapshot, question: Question, model: str) -> tuple[Ints, Ints]:
    """Return how many samples the question's ranker chooses among, and how many are right.

    Shape (problems,), in the order of `scores_by_problem`.

    Raises:
        UserError: as `scores_by_problem` does.
    """
    position = scores_by_problem(snapshot, question, model).position
    passes = _passes(snapshot, question, snapshot.run(question.study, model), position)
    n = np.array([len(row) for row in passes])
    return n, np.rint([row.sum() for row in passes]).astype(np.int64)


def _counts(snapshot: Snapshot, run: Run, position: Ints) -> tuple[Ints, Ints]:
    tallies = snapshot.tallies(run.id)
    rows = np.searchsorted(tallies.position, position)
    return tallies.n[rows], tallies.c[rows]


def _passes(snapshot: Snapshot, question: Question, run: Run, position: Ints) -> list[Floats]:
    ranked = ranked_by(snapshot, question, run)
    return [ranked.passes[row] for row in np.searchsorted(ranked.position, position)]


@remembered
def _complete(snapshot: Snapshot, question: Question, model: str) -> Ints:
    """Return the problems that a model's curve is over: all that have samples enough."""
    position, n = given(snapshot, question, snapshot.run(question.study, model))
    if not n.any():
        raise UnanswerableError(NothingRanked(model, str(question.ranker)))
    return position[_enough(n)]


@asked
def given(snapshot: Snapshot, question: Question, run: Run) -> tuple[Ints, Ints]:
    """Return a run's problems that the filter lets through, and how many samples each has."""
    if question.ranker is None:
        tallies = snapshot.tallies(run.id)
        position, n = tallies.position, tallies.n
    else:
        # A problem that was never ranked counts among those given, with no sample to choose.
        ranked = ranked_by(snapshot, question, run)
        position = np.union1d(snapshot.tallies(run.id).position, ranked.position)
        n = np.zeros(len(position), dtype=np.int64)
        n[np.searchsorted(position, ranked.position)] = [len(row) for row in ranked.passes]
    keep = chosen_problems(run.study, snapshot.problems(run.study), question.problems)[position]
    if not keep.any():
        raise UnanswerableError(NothingChosen(run.study, run.model.name))
    return position[keep], n[keep]


def _enough(n: Ints) -> NDArray[np.bool_]:
    """Return which problems have samples enough not to cut everybody's curve.

    Problems without any are left out, and of the others at most one in twenty (one of five) that
    has less than nine tenths of the usual number.
    """
    some = np.sort(n[n > 0])
    may_lack = max(int(_MAY_LACK * some.size), int(some.size >= 5))
    return np.asarray(n >= max(1.0, _NEARLY * some[may_lack]))


def _ks(n: Ints, max_k: MaxK) -> Ints:
    """Return k = 1, 2, ... as far as every problem has samples enough."""
    fewest = int(n.min())
    return np.arange(1, max(1, fewest // 2 if max_k is MaxK.HALF else fewest) + 1)


def chosen_problems(study: str, problems: Problems, wanted: ProblemFilter) -> NDArray[np.bool_]:
    """Return which of a study's problems a filter lets through.

    Raises:
        UserError: if it names a difficulty or platform that no problem has.
    """
    chosen = np.ones(len(problems.ids), dtype=bool)
    for what, values, allowed in (
        ("difficulty", problems.difficulty, wanted.difficulty),
        ("platform", problems.platform, wanted.platform),
    ):
        known = {value for value in values if value is not None}
        for value in allowed:
            if value not in known:
                raise unknown_name(f"{what} of study {study}", value, known)
        if allowed:
            chosen &= np.isin(values, allowed)
    if wanted.since is not None:
        chosen &= problems.released >= np.datetime64(wanted.since)
    if wanted.until is not None:
        chosen &= problems.released <= np.datetime64(wanted.until)
    return chosen


@asked
def ranked_by(snapshot: Snapshot, question: Question, run: Run) -> Ranked:
    """Return the run's samples in the order of the question's ranker.

    Raises:
        UserError: if the study has no such ranker, or it did not score this run.
    """
    name = known_ranker(snapshot, question)
    ranked = snapshot.ranked(run.id, name)
    if ranked is None:
        raise UnanswerableError(NotRanked(run.study, run.model.name, name))
    return ranked


@asked
def known_ranker(snapshot: Snapshot, question: Question) -> str:
    """Return the name of the question's ranker.

    Raises:
        UserError: if the study has none of that name, or no rankers at all.
    """
    name, rankers = question.ranker, snapshot.rankers(question.study)
    assert name is not None, "asked where a ranker selects only"
    if not rankers:
        raise UnanswerableError(NoRankers(question.study))
    if name not in rankers:
        raise unknown_name(f"ranker of study {question.study}", name, rankers)
    return name

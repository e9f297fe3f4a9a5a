"""Scores of one model against budgets: the store, the estimators and the costs brought together.

Everything is immutable and remembered by the snapshot and the question, so that a slider never
makes the same curve twice.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.answers.asked import asked
from backend.answers.charges import charge
from backend.answers.scores import (
    chosen_problems,
    given,
    greedy_scores,
    known_ranker,
    ranked_by,
    scores_by_problem,
)
from backend.maths.budgets import as_shown
from backend.maths.costs import NoCost
from backend.maths.estimators import expected_answers
from backend.maths.intervals import mean_interval
from backend.records.question import ProblemFilter, Question
from backend.records.scores import Charge, Curve, Floats, Ints, PointKind, References
from backend.records.study import Run
from backend.records.unanswerable import MeansOnly, NoPlace, NoRankers, NoVerdicts
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.unanswerable import UnanswerableError


@asked
@remembered
def references(snapshot: Snapshot, question: Question, model: str) -> References:
    """Return a model's scores without any selection: one sampled answer, and the greedy one.

    Raises:
        UserError: as `curve` does.
    """
    plain = replace(question, ranker=None)
    each = curve(snapshot, plain, model)
    greedy = greedy_scores(snapshot, plain, model)
    mean = math.nan if greedy is None else 100 * float(greedy.values.mean())
    return References(each.model, each.one.value, float(each.score[0]), mean)


@asked
@remembered
def curve(
    snapshot: Snapshot, question: Question, model: str, beside: tuple[str, ...] = ()
) -> Curve:
    """Return a model's curve, over the problems that the models `beside` it were given too.

    Raises:
        UserError: if a name is unknown, the model has no cost on this axis, no problem passes the
            filter, or there are no samples to score.
    """
    run = snapshot.run(question.study, model)
    charged = charge(snapshot, question, model)
    if isinstance(charged, NoCost):
        raise UnanswerableError(NoPlace(run.model.name, charged))
    if run.untallied:
        return _published_curve(snapshot, question, run, charged)
    scores = scores_by_problem(snapshot, question, run.model.name, beside)
    low, high = mean_interval(scores.values)
    k = np.arange(1, scores.values.shape[1] + 1)
    score = scores.values.mean(axis=0)
    answers = _answers(question, score)
    n_dropped, finish_known = _cut(snapshot, question, run)
    return Curve(
        model=run.model.name,
        k=k,
        answers=answers[:-1],
        budget=charged.of(k, answers[:-1]),
        next_budget=_next_budget(charged, k, answers),
        score=100 * score,
        low=100 * low,
        high=100 * high,
        kind=np.full(k.shape, PointKind.MEASURED.value),
        charge=charged,
        n_problems=len(scores.position),
        n_given=len(given(snapshot, question, run)[0]),
        n_samples=run.n_samples,
        n_fewest=run.n_fewest,
        n_dropped=n_dropped,
        finish_known=finish_known,
        stops=question.stops,
    )


def _answers(question: Question, score: Floats) -> Floats:
    """Return how many answers are drawn on average of 1, 2, ..., ks + 1, by scores at 1 to ks."""
    if question.stops:
        return expected_answers(score)
    return np.arange(1, len(score) + 2, dtype=np.float64)


def _next_budget(charged: Charge, k: Ints, answers: Floats) -> float:
    """Return what one more answer costs than there is data for.

    Where all problems are solved before it, it is never drawn; an answer for each bounds that.
    """
    drawn = answers[-1:] if answers[-1] > answers[-2] else answers[-1:] + 1
    return float(charged.of(k[-1:] + 1, drawn)[0])


def _cut(snapshot: Snapshot, question: Question, run: Run) -> tuple[int, bool]:
    """Return how many samples of the chosen problems were cut, and whether that is known of all."""
    if question.ranker is None:
        return 0, True
    ranked = ranked_by(snapshot, question, run)
    chosen = chosen_problems(run.study, snapshot.problems(run.study), question.problems)
    kept = chosen[ranked.position]
    return int(ranked.n_dropped[kept].sum()), not ranked.n_unknown[kept].any()


def _published_curve(snapshot: Snapshot, question: Question, run: Run, charged: Charge) -> Curve:
    if question.ranker is not None:
        known_ranker(snapshot, question)
        raise UnanswerableError(NoRankers(run.study))
    if question.problems != ProblemFilter():
        raise UnanswerableError(MeansOnly(run.study))
    published, scores = snapshot.published_points(run.id)
    if not len(published):
        raise UnanswerableError(NoVerdicts(run.study, run.model.name))
    k = np.arange(1, published[-1] + 1)
    score = 100 * snapshot.mixture(run.id).pass_at_k(k)
    kind = np.full(k.shape, PointKind.FITTED.value, dtype="<U9")
    score[published - 1] = scores
    kind[published - 1] = PointKind.PUBLISHED.value
    unknown = np.full(k.shape, np.nan)
    answers = _answers(question, score / 100)
    return Curve(
        model=run.model.name,
        k=k,
        answers=answers[:-1],
        budget=charged.of(k, answers[:-1]),
        next_budget=_next_budget(charged, k, answers),
        score=score,
        low=unknown,
        high=unknown,
        kind=kind,
        charge=charged,
        n_problems=run.n_problems,
        n_given=run.n_problems,
        n_samples=run.n_samples,
        n_fewest=run.n_fewest,
        stops=question.stops,
    )


def opening_budget(curves: Sequence[Curve]) -> float:
    """Return the budget that pays for one answer of each, as it is shown."""
    return float(as_shown(np.array([max(each.one.value for each in curves)]))[0])

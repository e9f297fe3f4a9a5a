"""Scores of one model against budgets: the store, the estimators and the costs brought together.

With `comparison` and `selection` the only door for pages. Everything is immutable and cached by
the snapshot and the question, so that a slider never makes the same curve twice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from backend.answers.charges import Charge, charge
from backend.answers.memory import remembered
from backend.catalogue import short_name
from backend.errors import UserError, unknown_name
from backend.maths.costs import NoCost, UnitCost, affordable_k, as_shown
from backend.maths.estimators import pass_at_k, rank_score_at_k
from backend.maths.intervals import mean_interval, redraw_variance_pass, redraw_variance_ranked
from backend.records.question import UNIT_TESTS, MaxK, ProblemFilter, Question
from backend.store.snapshot.snapshot import Problems, Ranked, Run, Snapshot

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MAY_LACK = 0.05  # of the problems: how many may be left out because they have too few samples
_NEARLY = 0.9  # of the usual number of samples: such problems are never left out


class PointKind(StrEnum):
    """Where a score comes from."""

    MEASURED = "measured"
    PUBLISHED = "published"
    FITTED = "fitted"


@dataclass(frozen=True, eq=False)
class Curve:
    """One model's score for k = 1, 2, ... answers and what they cost; arrays of shape (ks,).

    `score`, `low` and `high` are percent; the 95 % interval is NaN where only means are known.
    `next_budget` would pay for one more answer than there is data for. The curve is over
    `n_problems` of the `n_given` that the model was given and the filter lets through: the others
    have too few samples, or none that the ranker scored. `n_dropped` samples were cut by the token
    limit, as far as `finish_known`.
    """

    model: str
    k: Ints
    budget: Floats
    next_budget: float
    score: Floats
    low: Floats
    high: Floats
    kind: NDArray[np.str_]
    charge: Charge
    n_problems: int
    n_given: int
    n_samples: int
    n_fewest: int
    n_dropped: int = 0
    finish_known: bool = True

    @property
    def one(self) -> UnitCost:
        """What one answer costs."""
        return self.charge.one

    @property
    def measured(self) -> bool:
        """Whether the scores come from counts per problem, and not from published means."""
        return bool(self.kind[0] == PointKind.MEASURED)

    @property
    def samples(self) -> str:
        """How many samples a problem has: "100", or "97 to 100"."""
        most = f"{self.n_samples:,}"
        return most if self.n_fewest == self.n_samples else f"{self.n_fewest:,} to {most}"

    def at(self, budget: float) -> "Point | None":
        """Return the point that `budget` pays for, or None where it pays for no answer."""
        k = affordable_k(budget, self.budget)
        if k == 0:
            return None
        i = k - 1
        return Point(
            model=self.model,
            k=k,
            budget_used=float(self.budget[i]),
            score=float(self.score[i]),
            low=float(self.low[i]),
            high=float(self.high[i]),
            kind=PointKind(self.kind[i]),
            data_ends=affordable_k(budget, np.array([self.next_budget])) == 1,
        )

    def rows(self) -> list[dict[str, object]]:
        """Return one row per k for tables, CSV and JSON; None where there is no interval."""
        return [
            {
                "k": int(self.k[i]),
                "budget": float(self.budget[i]),
                "score": float(self.score[i]),
                "lo": none_if_nan(self.low[i]),
                "hi": none_if_nan(self.high[i]),
                "kind": str(self.kind[i]),
            }
            for i in range(len(self.k))
        ]


@dataclass(frozen=True)
class Point:
    """What a budget buys from one model; `data_ends` where it would pay for more samples."""

    model: str
    k: int
    budget_used: float
    score: float
    low: float
    high: float
    kind: PointKind
    data_ends: bool


@dataclass(frozen=True)
class References:
    """What one answer of a model costs and scores, in percent; NaN without a greedy run."""

    model: str
    budget: float
    single: float
    greedy: float


@dataclass(frozen=True)
class ProblemScores:
    """Per-problem scores at k = 1, 2, ...: `values` has shape (problems, ks), fractions.

    `position` is each problem's place in the study.
    """

    position: Ints
    values: Floats

    def at(self, k: int) -> Floats:
        """Return the scores at k, shape (problems,)."""
        return self.values[:, k - 1]


def none_if_nan(value: float) -> float | None:
    """Return a number for JSON, where an undefined one is null."""
    return None if math.isnan(value) else float(value)


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
        raise UserError(f"{run.model.name}: {charged.reason}")
    if run.published_only:
        return _published_curve(snapshot, question, run, charged)
    scores = scores_by_problem(snapshot, question, run.model.name, beside)
    low, high = mean_interval(scores.values)
    k = np.arange(1, scores.values.shape[1] + 1)
    n_dropped, finish_known = _cut(snapshot, question, run)
    return Curve(
        model=run.model.name,
        k=k,
        budget=charged.of(k),
        next_budget=float(charged.of(k[-1:] + 1)[0]),
        score=100 * scores.values.mean(axis=0),
        low=100 * low,
        high=100 * high,
        kind=np.full(k.shape, PointKind.MEASURED.value),
        charge=charged,
        n_problems=len(scores.position),
        n_given=len(_given(snapshot, question, run)[0]),
        n_samples=run.n_samples,
        n_fewest=run.n_fewest,
        n_dropped=n_dropped,
        finish_known=finish_known,
    )


def _cut(snapshot: Snapshot, question: Question, run: Run) -> tuple[int, bool]:
    """Return how many samples of the chosen problems were cut, and whether that is known of all."""
    if question.ranker is None:
        return 0, True
    ranked = _ranked(snapshot, question, run)
    chosen = chosen_problems(run.study, snapshot.problems(run.study), question.problems)
    kept = chosen[ranked.position]
    return int(ranked.n_dropped[kept].sum()), not ranked.n_unknown[kept].any()


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
        raise UserError("the models share no problem, so they cannot be compared")
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
        values[alike] = rank_score_at_k(np.vstack([passes[place] for place in alike]), ks)
    return ProblemScores(position, values)


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
    ranked = _ranked(snapshot, question, run)
    return [ranked.passes[row] for row in np.searchsorted(ranked.position, position)]


@remembered
def _complete(snapshot: Snapshot, question: Question, model: str) -> Ints:
    """Return the problems that a model's curve is over: all that have samples enough."""
    position, n = _given(snapshot, question, snapshot.run(question.study, model))
    if not n.any():
        raise UserError(f"{short_name(model)} has no sample that {question.ranker} could choose")
    return position[_enough(n)]


def _given(snapshot: Snapshot, question: Question, run: Run) -> tuple[Ints, Ints]:
    """Return a run's problems that the filter lets through, and how many samples each has."""
    if question.ranker is None:
        tallies = snapshot.tallies(run.id)
        position, n = tallies.position, tallies.n
    else:
        # A problem that was never ranked counts among those given, with no sample to choose.
        ranked = _ranked(snapshot, question, run)
        position = np.union1d(snapshot.tallies(run.id).position, ranked.position)
        n = np.zeros(len(position), dtype=np.int64)
        n[np.searchsorted(position, ranked.position)] = [len(row) for row in ranked.passes]
    keep = chosen_problems(run.study, snapshot.problems(run.study), question.problems)[position]
    if not keep.any():
        raise UserError(f"no problem of study {run.study} passes the filter for {run.model.name}")
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


def _ranked(snapshot: Snapshot, question: Question, run: Run) -> Ranked:
    name = _known_ranker(snapshot, question)
    ranked = snapshot.ranked(run.id, name)
    if ranked is None:
        raise UserError(
            f"{short_name(run.model.name)} was not ranked by {name} in study {run.study}"
        )
    return ranked


def _known_ranker(snapshot: Snapshot, question: Question) -> str:
    name, rankers = question.ranker, snapshot.rankers(question.study)
    assert name is not None, "asked where a ranker selects only"
    if not rankers:
        raise UserError(f"study {question.study} has no ranker data: use '{UNIT_TESTS}'")
    if name not in rankers:
        raise unknown_name(f"ranker of study {question.study}", name, rankers)
    return name


def _published_curve(snapshot: Snapshot, question: Question, run: Run, charged: Charge) -> Curve:
    if question.ranker is not None:
        _known_ranker(snapshot, question)
        raise UserError(f"study {run.study} has no ranker data: use '{UNIT_TESTS}'")
    if question.problems != ProblemFilter():
        raise UserError(
            f"study {run.study} publishes means over all problems, so they cannot be filtered"
        )
    published, scores = snapshot.published_points(run.id)
    if not len(published):
        raise UserError(
            f"{run.model.name} has no sample with a verdict in study {run.study}: grade them first"
        )
    k = np.arange(1, published[-1] + 1)
    score = 100 * snapshot.mixture(run.id).pass_at_k(k)
    kind = np.full(k.shape, PointKind.FITTED.value, dtype="<U9")
    score[published - 1] = scores
    kind[published - 1] = PointKind.PUBLISHED.value
    unknown = np.full(k.shape, np.nan)
    return Curve(
        model=run.model.name,
        k=k,
        budget=charged.of(k),
        next_budget=float(charged.of(k[-1:] + 1)[0]),
        score=score,
        low=unknown,
        high=unknown,
        kind=kind,
        charge=charged,
        n_problems=run.n_problems,
        n_given=run.n_problems,
        n_samples=run.n_samples,
        n_fewest=run.n_fewest,
    )


def opening_budget(curves: Sequence[Curve]) -> float:
    """Return the budget that pays for one answer of each, as it is shown."""
    return float(as_shown(np.array([max(each.one.value for each in curves)]))[0])

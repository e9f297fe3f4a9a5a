"""Scores against budgets: the store, the estimators and the costs brought together.

The only door for pages. Everything is immutable and cached by the snapshot and the question, so
that a slider never makes the same curve twice.
"""

import datetime as dt
import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.amounts import amount
from backend.catalogue import short_name
from backend.costs import (
    Assumptions,
    BudgetKind,
    NoCost,
    UnitCost,
    affordable_k,
    unit_cost,
)
from backend.errors import UserError, unknown_name
from backend.estimators import bootstrap_interval, bootstrap_weights, pass_at_k, rank_score_at_k
from backend.store.snapshot import Problems, Run, Snapshot

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNIT_TESTS = "unit-tests"
REPLICATES = 1000
SEED = 0
_TINY = 1e-9  # percent points: smaller differences are rounding


class MaxK(StrEnum):
    """How far a curve reaches: half the samples (the paper's rule) or all of them."""

    HALF = "half"
    ALL = "n"


class PointKind(StrEnum):
    """Where a score comes from."""

    MEASURED = "measured"
    PUBLISHED = "published"
    FITTED = "fitted"


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems count; empty fields let all through."""

    difficulty: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Question:
    """What is asked of a study, apart from which models and which budget.

    `selection` is "unit-tests" or "ranker:NAME". With `relative`, budgets are counted in answers
    of the study's reference model, as in the paper's figures. With `ranker_cost`, an answer costs
    what the ranker takes to score it as well.
    """

    study: str
    budget_kind: BudgetKind = BudgetKind.FLOPS
    selection: str = UNIT_TESTS
    max_k: MaxK = MaxK.HALF
    relative: bool = False
    ranker_cost: bool = True
    problems: ProblemFilter = field(default_factory=ProblemFilter)
    assumptions: Assumptions = field(default_factory=Assumptions)


@dataclass(frozen=True, eq=False)
class Curve:
    """One model's score for k = 1, 2, ... answers and what they cost; arrays of shape (ks,).

    `score`, `low` and `high` are percent; the 95 % interval is NaN where only means are known.
    """

    model: str
    k: Ints
    budget: Floats
    score: Floats
    low: Floats
    high: Floats
    kind: NDArray[np.str_]
    one: UnitCost
    n_problems: int
    n_samples: int
    n_dropped: int

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
            data_ends=affordable_k(budget, self.budget + self.one.value) == len(self.k),
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
class Difference:
    """Small minus large in percent points, with the paired 95 % interval (NaN without one)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """Two models at one budget.

    `break_even` are the budgets at which the lead changes, as far as both have data. `saving` is
    the small model's budget over the large one's to reach the large one's score, or None where
    the small model never does. `n_problems` counts the problems both were given.
    """

    study: str
    budget_kind: BudgetKind
    unit: str
    budget: float
    small: Point
    large: Point
    difference: Difference
    break_even: tuple[float, ...]
    saving: float | None
    n_problems: int


@dataclass(frozen=True)
class References:
    """What one answer of a model costs and scores, in percent; NaN without a greedy run."""

    model: str
    budget: float
    single: float
    greedy: float


@dataclass(frozen=True)
class ProblemScores:
    """Per-problem scores at k = 1, 2, ...: `values` has shape (problems, ks), fractions."""

    position: Ints
    values: Floats
    n_dropped: int = 0


def unit_of(snapshot: Snapshot, question: Question) -> str:
    """Return the unit of the budgets that answer `question`."""
    if question.relative and question.budget_kind is not BudgetKind.SAMPLES:
        return f"x {short_name(snapshot.study(question.study).reference)}"
    return question.budget_kind.unit


def none_if_nan(value: float) -> float | None:
    """Return a number for JSON, where an undefined one is null."""
    return None if math.isnan(value) else float(value)


@lru_cache(maxsize=4096)
def cost_of_one(snapshot: Snapshot, question: Question, model: str) -> UnitCost | NoCost:
    """Return what one answer of a model costs, or why it has no place on the budget axis.

    Raises:
        UserError: if the study or the model is unknown.
    """
    run = snapshot.run(question.study, model)
    one = unit_cost(question.budget_kind, run.model, question.assumptions)
    if not question.relative or question.budget_kind is BudgetKind.SAMPLES:
        return one
    reference = cost_of_one(
        snapshot, replace(question, relative=False), snapshot.study(question.study).reference
    )
    if isinstance(one, NoCost) or isinstance(reference, NoCost):
        return one if isinstance(one, NoCost) else reference
    return replace(one, value=one.value / reference.value)


@lru_cache(maxsize=4096)
def cost_of_answer(snapshot: Snapshot, question: Question, model: str) -> UnitCost | NoCost:
    """Return what one answer costs together with its score by the question's ranker, if any.

    Raises:
        UserError: if the study or the model is unknown.
    """
    one = cost_of_one(snapshot, question, model)
    if isinstance(one, NoCost) or question.selection == UNIT_TESTS or not question.ranker_cost:
        return one
    run = snapshot.run(question.study, model)
    facts = snapshot.ranker(run.id, question.selection.partition(":")[2])
    kind = question.budget_kind
    extra = 0.0
    if facts is not None and kind is BudgetKind.FLOPS:
        extra = (facts.flops or 0.0) / 1e12
    elif facts is not None and kind is BudgetKind.TIME:
        extra = facts.seconds or 0.0
    if extra == 0.0:
        return one
    note = f"{one.note}; and {amount(extra, kind.unit)} for the ranker"
    if question.relative:
        absolute = cost_of_one(snapshot, replace(question, relative=False), model)
        assert isinstance(absolute, UnitCost)
        extra *= one.value / absolute.value
    return replace(one, value=one.value + extra, note=note)


@lru_cache(maxsize=512)
def references(snapshot: Snapshot, question: Question, model: str) -> References:
    """Return a model's scores without any selection: one sampled answer, and the greedy one.

    Raises:
        UserError: as `curve` does.
    """
    plain = replace(question, selection=UNIT_TESTS)
    each = curve(snapshot, plain, model)
    run = snapshot.run(question.study, model)
    found = snapshot.greedy(run.study, run.model.name)
    greedy = math.nan
    if found is not None:
        chosen = chosen_problems(run.study, snapshot.problems(run.study), question.problems)
        kept = chosen[found.position]
        greedy = 100 * float(found.passed[kept].mean()) if kept.any() else math.nan
    return References(run.model.name, each.one.value, float(each.score[0]), greedy)


@lru_cache(maxsize=512)
def curve(snapshot: Snapshot, question: Question, model: str) -> Curve:
    """Return a model's curve.

    Raises:
        UserError: if a name is unknown, the model has no cost on this axis, no problem passes the
            filter, or there are no samples to score.
    """
    run = snapshot.run(question.study, model)
    one = cost_of_answer(snapshot, question, model)
    if isinstance(one, NoCost):
        raise UserError(f"{run.model.name}: {one.reason}")
    if run.published_only:
        return _published_curve(snapshot, question, run, one)
    scores = scores_by_problem(snapshot, question, run.model.name)
    low, high = _interval(scores.values)
    k = np.arange(1, scores.values.shape[1] + 1)
    return Curve(
        model=run.model.name,
        k=k,
        budget=k * one.value,
        score=100 * scores.values.mean(axis=0),
        low=100 * low,
        high=100 * high,
        kind=np.full(k.shape, PointKind.MEASURED.value),
        one=one,
        n_problems=len(scores.position),
        n_samples=run.n_samples,
        n_dropped=scores.n_dropped,
    )


@lru_cache(maxsize=512)
def compare(
    snapshot: Snapshot, question: Question, small: str, large: str, budget: float
) -> Comparison:
    """Compare two models at one budget per problem.

    Raises:
        UserError: as `curve` does, and if the budget does not pay for one answer of each.
    """
    curves = curve(snapshot, question, small), curve(snapshot, question, large)
    unit = unit_of(snapshot, question)
    points = []
    for each in curves:
        point = each.at(budget)
        if point is None:
            raise UserError(
                f"this budget does not pay for one answer of {short_name(each.model)} "
                f"({amount(each.one.value, unit)})"
            )
        points.append(point)
    n_problems, difference = _difference(snapshot, question, *curves, *points)
    return Comparison(
        study=question.study,
        budget_kind=question.budget_kind,
        unit=unit,
        budget=budget,
        small=points[0],
        large=points[1],
        difference=difference,
        break_even=break_even(*curves),
        saving=_saving(curves[0], points[1]),
        n_problems=n_problems,
    )


def break_even(small: Curve, large: Curve) -> tuple[float, ...]:
    """Return the budgets at which the lead changes hands, rising.

    Only budgets count that pay for an answer of each and for no more samples than either has.
    """
    steps = np.union1d(small.budget, large.budget)
    end = min(small.budget[-1] + small.one.value, large.budget[-1] + large.one.value)
    steps = steps[(steps >= max(small.budget[0], large.budget[0])) & (steps < end)]
    lead = np.array([_score_at(small, step) - _score_at(large, step) for step in steps])
    decided = np.abs(lead) > _TINY
    steps, sign = steps[decided], np.sign(lead[decided])
    return tuple(float(step) for step in steps[1:][sign[1:] != sign[:-1]])


def _score_at(each: Curve, budget: float) -> float:
    return float(each.score[affordable_k(budget, each.budget) - 1])


def _saving(small: Curve, large: Point) -> float | None:
    reached = np.flatnonzero(small.score >= large.score - _TINY)
    return float(small.budget[reached[0]] / large.budget_used) if reached.size else None


def _published_curve(snapshot: Snapshot, question: Question, run: Run, one: UnitCost) -> Curve:
    _need_unit_tests(snapshot, question, run)
    if question.problems != ProblemFilter():
        raise UserError(
            f"study {run.study} publishes means over all problems, so they cannot be filtered"
        )
    published, scores = snapshot.published_points(run.id)
    k = np.arange(1, published[-1] + 1)
    score = 100 * snapshot.mixture(run.id).pass_at_k(k)
    kind = np.full(k.shape, PointKind.FITTED.value, dtype="<U9")
    score[published - 1] = scores
    kind[published - 1] = PointKind.PUBLISHED.value
    unknown = np.full(k.shape, np.nan)
    return Curve(
        run.model.name,
        k,
        k * one.value,
        score,
        low=unknown,
        high=unknown,
        kind=kind,
        one=one,
        n_problems=run.n_problems,
        n_samples=run.n_samples,
        n_dropped=0,
    )


def scores_by_problem(snapshot: Snapshot, question: Question, model: str) -> ProblemScores:
    """Return a model's scores problem by problem.

    Raises:
        UserError: if a name is unknown, no problem passes the filter, or nothing was ranked.
    """
    run = snapshot.run(question.study, model)
    return _cached_scores(
        snapshot, run.study, run.model.name, question.selection, question.max_k, question.problems
    )


@lru_cache(maxsize=128)
def _cached_scores(
    snapshot: Snapshot,
    study: str,
    model: str,
    selection: str,
    max_k: MaxK,
    problems: ProblemFilter,
) -> ProblemScores:
    run = snapshot.run(study, model)
    chosen = chosen_problems(study, snapshot.problems(study), problems)
    if selection == UNIT_TESTS:
        tallies = snapshot.tallies(run.id)
        keep = chosen[tallies.position]
        _need_problems(keep, run)
        n, c = tallies.n[keep], tallies.c[keep]
        ks = np.arange(1, _reach(n, max_k) + 1)
        return ProblemScores(tallies.position[keep], pass_at_k(n, c, ks))
    ranked = snapshot.ranked(run.id, _ranker(snapshot, study, selection))
    if ranked is None:
        raise UserError(f"{short_name(model)} was not ranked by {selection} in study {study}")
    keep = chosen[ranked.position]
    _need_problems(keep, run)
    passes = [row for row, kept in zip(ranked.passes, keep, strict=True) if kept]
    lengths = np.array([len(row) for row in passes])
    ks = np.arange(1, _reach(lengths, max_k) + 1)
    values = np.empty((len(passes), len(ks)))
    for length in np.unique(lengths):  # problems with as many samples share their weights
        alike = np.flatnonzero(lengths == length)
        values[alike] = rank_score_at_k(np.vstack([passes[place] for place in alike]), ks)
    return ProblemScores(ranked.position[keep], values, ranked.n_dropped)


def _reach(n: Ints, max_k: MaxK) -> int:
    """Return the largest k for which every problem has samples enough."""
    fewest = int(n.min())
    return max(1, fewest // 2) if max_k is MaxK.HALF else max(1, fewest)


def chosen_problems(study: str, problems: Problems, wanted: ProblemFilter) -> NDArray[np.bool_]:
    """Return which of a study's problems a filter lets through.

    Raises:
        UserError: if it names a difficulty or platform that the study does not have.
    """
    chosen = np.ones(len(problems.ids), dtype=bool)
    for what, values, among in (
        ("difficulty", wanted.difficulty, problems.difficulty),
        ("platform", wanted.platform, problems.platform),
    ):
        known = {str(value) for value in among if value is not None}
        for value in values:
            if value not in known:
                raise unknown_name(f"{what} of study {study}", value, known)
        if values:
            chosen &= np.isin(among.astype(str), values)
    if wanted.since is not None:
        chosen &= problems.released >= np.datetime64(wanted.since)
    if wanted.until is not None:
        chosen &= problems.released <= np.datetime64(wanted.until)
    return chosen


def _need_problems(keep: NDArray[np.bool_], run: Run) -> None:
    if not keep.any():
        raise UserError(f"no problem of study {run.study} passes the filter: widen it")


def _ranker(snapshot: Snapshot, study: str, selection: str) -> str:
    kind, _, name = selection.partition(":")
    if kind != "ranker" or not name:
        raise UserError(f"selection is '{selection}', but must be '{UNIT_TESTS}' or 'ranker:NAME'")
    rankers = snapshot.rankers(study)
    if name not in rankers:
        if not rankers:
            raise UserError(f"study {study} has no ranker data: use '{UNIT_TESTS}'")
        raise unknown_name(f"ranker of study {study}", name, rankers)
    return name


def _need_unit_tests(snapshot: Snapshot, question: Question, run: Run) -> None:
    if question.selection != UNIT_TESTS:
        _ranker(snapshot, run.study, question.selection)
        raise UserError(f"study {run.study} has no ranker data: use '{UNIT_TESTS}'")


@lru_cache(maxsize=8)
def _weights(problems: int) -> Floats:
    return bootstrap_weights(problems, REPLICATES, SEED)


def _interval(values: Floats) -> tuple[Floats, Floats]:
    """Return fractions; NaN for a single problem, which cannot be resampled."""
    if len(values) < 2:
        unknown = np.full(values.shape[1], np.nan)
        return unknown, unknown
    return bootstrap_interval(values, _weights(len(values)))


def _difference(
    snapshot: Snapshot,
    question: Question,
    small: Curve,
    large: Curve,
    small_point: Point,
    large_point: Point,
) -> tuple[int, Difference]:
    if small_point.kind is not PointKind.MEASURED:
        value = small_point.score - large_point.score
        return small.n_problems, Difference(value, np.nan, np.nan)
    columns = []
    for each, point in ((small, small_point), (large, large_point)):
        scores = scores_by_problem(snapshot, question, each.model)
        columns.append((scores.position, scores.values[:, point.k - 1]))
    (left, small_values), (right, large_values) = columns
    common, at_left, at_right = np.intersect1d(left, right, return_indices=True)
    if not common.size:
        raise UserError("the two models share no problem, so they cannot be compared")
    paired = 100 * (small_values[at_left] - large_values[at_right])
    low, high = _interval(paired[:, None])
    return common.size, Difference(float(paired.mean()), float(low[0]), float(high[0]))

"""Rankers of one model's samples side by side: how much of the way from chance to tests each goes.

Like those of `curves`, answers are immutable and remembered by snapshot and question.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from backend.answers.asked import asked
from backend.answers.curves import curve
from backend.answers.scores import greedy_scores, ranked_counts, scores_by_problem
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.best_of import HeldOut, held_out, leads_over
from backend.maths.estimators import pass_at_k
from backend.maths.intervals import mean_interval
from backend.maths.unit_costs import reading_cost
from backend.maths.verdicts import Lead, judge
from backend.records.question import Question
from backend.records.ranking import Best, Duel, Miss, Paired, RankerRow
from backend.records.scores import ProblemScores
from backend.records.unanswerable import NothingShared
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import Studies
from backend.words.unanswerable import UnanswerableError

Floats = NDArray[np.float64]

_DECIMALS = 9  # of percent: what is less apart is equal
_ROUNDING = 10.0**-_DECIMALS

REFERENCES = ("random", "oracle")
"""Rankers that are references: what a random pick and what the unit tests give."""


def rankers_of(studies: Studies, study: str, model: str) -> list[str]:
    """Return the rankers that scored a model's samples, the references left out."""
    return _rankers_of(studies.of(study), study, model)


def _rankers_of(snapshot: Snapshot, study: str, model: str) -> list[str]:
    there = snapshot.rankers_by_run(study).get(snapshot.run(study, model).id, ())
    return [name for name in there if name not in REFERENCES]


def ranked_models(studies: Studies, study: str) -> list[str]:
    """Return a study's models whose samples were ranked, by family and size."""
    return list(_ranked_models(studies.of(study), study))


@remembered
def _ranked_models(snapshot: Snapshot, study: str) -> tuple[str, ...]:
    return tuple(model for model in snapshot.runs(study) if _rankers_of(snapshot, study, model))


def by_ranker(question: Question, ranker: str) -> Question:
    """Return the same question, answered by a ranker."""
    return replace(question, ranker=ranker)


@asked
def rows(snapshot: Snapshot, question: Question, model: str, budget: float) -> list[RankerRow]:
    """Return each ranker at a budget, the best first; those that chose nothing are left out.

    Raises:
        UserError: as `curves.curve` does, if it does so for each ranker.
    """
    found, refused = [], None
    for name in rankers_of(snapshot, question.study, model):
        try:
            found.append(_row(snapshot, by_ranker(question, name), model, name, budget))
        except UserError as error:
            refused = error
    if refused and not found:
        raise refused
    return sorted(
        found, key=lambda row: (math.isnan(row.score), -round(row.score, _DECIMALS), row.name)
    )


def _row(snapshot: Snapshot, question: Question, model: str, name: str, budget: float) -> RankerRow:
    each = curve(snapshot, question, model)
    facts = snapshot.ranker(snapshot.run(question.study, model).id, name)
    flops, seconds, dollars = (
        reading_cost(kind, facts.reading, question.assumptions, facts.reader, model)
        for kind in (BudgetKind.FLOPS, BudgetKind.TIME, BudgetKind.DOLLARS)
    )
    point = each.at(budget)
    if point is None:
        nothing = (math.nan,) * 6
        return RankerRow(name, each, 0, *nothing, facts, flops, seconds, dollars)
    references = chance_and_tests(snapshot, question, model, point.k)
    chance, tests = (100 * float(scores.mean()) for scores in references)
    way = tests - chance
    gap = (point.score - chance) / way if way > _ROUNDING else math.nan
    found = point.score, point.low, point.high, chance, tests, gap
    return RankerRow(name, each, point.k, *found, facts, flops, seconds, dollars)


@asked
@remembered
def chance_and_tests(
    snapshot: Snapshot, question: Question, model: str, k: int
) -> tuple[Floats, Floats]:
    """Return what a random pick and what unit tests give on what a ranker chooses among.

    Fractions, shape (problems,), in the order of `scores.scores_by_problem`.
    """
    n, c = ranked_counts(snapshot, question, model)
    return c / n, pass_at_k(n, c, [k])[:, 0]


@asked
@remembered
def best_of(snapshot: Snapshot, question: Question, model: str, budget: float) -> Best | None:
    """Return the best ranker at a budget, held out; None where there are not two to choose from.

    Nor where each has one answer at most, which leaves nothing to choose, or one problem.

    Raises:
        UserError: as `rows` does.
    """
    names, ks, values = _table(snapshot, question, model, budget)
    if len(names) < 2 or len(values) < 2 or max(ks) < 2:
        return None
    low, high = leads_over(values, 1)
    honest: HeldOut = held_out(values)
    return Best(
        names[0],
        100 * honest.score,
        len(names),
        names[1],
        100 * float(low[0]),
        100 * float(high[0]),
    )


@asked
@remembered
def leads(
    snapshot: Snapshot, question: Question, model: str, budget: float, over: str
) -> Mapping[str, Paired]:
    """Return each ranker's lead over one of them at a budget, by name, corrected for all pairs.

    Raises:
        UserError: as `rows` does.
    """
    names, _, values = _table(snapshot, question, model, budget)
    reference = names.index(over)
    low, high = leads_over(values, reference)
    mean = (values - values[:, [reference]]).mean(axis=0)
    return {
        name: _judged(float(mean[place]), float(low[place]), float(high[place]), len(values))
        for place, name in enumerate(names)
    }


@remembered
def _table(
    snapshot: Snapshot, question: Question, model: str, budget: float
) -> tuple[list[str], list[int], Floats]:
    """Return the rankers that a budget pays for, the best first, their k and their scores.

    The scores are by problem, over those that all of them share, shape (problems, rankers).
    """
    table = [row for row in rows(snapshot, question, model, budget) if row.k]
    columns = [scores_by_problem(snapshot, by_ranker(question, row.name), model) for row in table]
    if not columns:
        return [], [], np.empty((0, 0))
    shared = reduce(np.intersect1d, (each.position for each in columns))
    values = [
        each.at(row.k)[np.searchsorted(each.position, shared)]
        for row, each in zip(table, columns, strict=True)
    ]
    return [row.name for row in table], [row.k for row in table], np.column_stack(values)


@asked
@remembered
def between(
    snapshot: Snapshot, question: Question, model: str, one: tuple[str, int], other: tuple[str, int]
) -> Paired:
    """Compare two rankers of one model's samples, each by its name and its k.

    Raises:
        UserError: as `curves.curve` does.
    """
    of_one, of_other = (
        scores_by_problem(snapshot, by_ranker(question, name), model) for name, _ in (one, other)
    )
    return _paired((of_one, one[1]), (of_other, other[1]))


@asked
@remembered
def against_one(
    snapshot: Snapshot,
    question: Question,
    model: str,
    ranker: str,
    k: int,
    other: str,
    looked_at: int = 1,
) -> Duel:
    """Compare what a ranker picks of k answers with one answer of another model: the paper's case.

    The interval is widened (Bonferroni) for a ranker that was chosen as the best of `looked_at`.

    Raises:
        UserError: as `curves.curve` does, and if the two share no problem.
    """
    picked = scores_by_problem(snapshot, by_ranker(question, ranker), model)
    by_tests = replace(question, ranker=None)
    greedy = greedy_scores(snapshot, by_tests, other)
    one = greedy or scores_by_problem(snapshot, by_tests, other)
    shared = np.intersect1d(picked.position, one.position)
    means = [
        100 * float(each.at(at)[np.isin(each.position, shared)].mean())
        for each, at in ((picked, k), (one, 1))
    ]
    return Duel(means[0], means[1], greedy is not None, _paired((picked, k), (one, 1), looked_at))


def _paired(
    one: tuple[ProblemScores, int], other: tuple[ProblemScores, int], looked_at: int = 1
) -> Paired:
    shared, at_one, at_other = np.intersect1d(
        one[0].position, other[0].position, return_indices=True
    )
    if not shared.size:
        raise UnanswerableError(NothingShared())
    values = one[0].at(one[1])[at_one] - other[0].at(other[1])[at_other]
    low, high = mean_interval(values[:, None], 2.0, 1 - 0.05 / looked_at)
    return _judged(float(values.mean()), float(low[0]), float(high[0]), shared.size)


def _judged(value: float, low: float, high: float, n_problems: int) -> Paired:
    """Return a difference of fractions in percent points, with its verdict."""
    verdict = judge(Lead.of_interval(np.array([low]), np.array([high])), n_problems)[0]
    return Paired(100 * value, 100 * low, 100 * high, verdict, n_problems)


@asked
def misses(snapshot: Snapshot, question: Question, model: str, ranker: str, k: int) -> list[Miss]:
    """Return the problems on which a ranker loses most against the unit tests, the worst first.

    Raises:
        UserError: as `curves.curve` does.
    """
    ids = snapshot.problems(question.study).ids
    by_it = by_ranker(question, ranker)
    ranked = scores_by_problem(snapshot, by_it, model)
    rates, solved = chance_and_tests(snapshot, by_it, model, k)
    scores = np.column_stack([rates, solved, ranked.at(k)]).tolist()
    found = [
        Miss(ids[place], *of_problem)
        for place, of_problem in zip(ranked.position.tolist(), scores, strict=True)
    ]
    lost = [miss for miss in found if miss.solved - miss.picked > 0.005]
    return sorted(lost, key=lambda miss: miss.picked - miss.solved)

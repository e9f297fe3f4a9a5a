"""Rankers of one model's samples side by side: how much of the way from chance to tests each goes.

Like `curves`, a door for pages: immutable answers, cached by snapshot and question.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from backend.curves import UNIT_TESTS, Curve, Question, curve, scores_by_problem
from backend.store.snapshot import RankerFacts, Snapshot

REFERENCES = ("random", "oracle")
"""Rankers that are references: what a random pick and what the unit tests give."""


@dataclass(frozen=True)
class RankerRow:
    """One ranker at one budget.

    Scores are percent. `gap` is the share of the way from one random answer to unit-test selection
    among the samples that the budget pays for, on the problems that the ranker scored: NaN where
    there is no way to go, or where the budget pays for no answer. `facts` is None where the scores
    came from elsewhere.
    """

    name: str
    curve: Curve
    k: int
    score: float
    low: float
    high: float
    gap: float
    facts: RankerFacts | None


@dataclass(frozen=True)
class Miss:
    """A problem on which a ranker loses: fractions of 1, at k samples.

    `solved` is the chance that one of k samples is right, `picked` that the ranker's pick is.
    """

    problem: str
    solve_rate: float
    solved: float
    picked: float


def rankers_of(snapshot: Snapshot, study: str, model: str) -> list[str]:
    """Return the rankers that scored a model's samples, the references left out."""
    run = snapshot.run(study, model)
    return [
        name
        for name in snapshot.rankers(study)
        if name not in REFERENCES and snapshot.ranked(run.id, name) is not None
    ]


def ranked_models(snapshot: Snapshot, study: str) -> list[str]:
    """Return a study's models whose samples were ranked, smallest first."""
    return [model for model in snapshot.runs(study) if rankers_of(snapshot, study, model)]


def asked(question: Question, ranker: str) -> Question:
    """Return the same question, answered by a ranker."""
    return replace(question, selection=f"ranker:{ranker}")


def rows(snapshot: Snapshot, question: Question, model: str, budget: float) -> list[RankerRow]:
    """Return each ranker at a budget, the best first.

    Raises:
        UserError: as `curves.curve` does.
    """
    by_tests = replace(question, selection=UNIT_TESTS)
    best = curve(snapshot, by_tests, model).at(budget)
    tests = scores_by_problem(snapshot, by_tests, model)
    found = []
    for name in rankers_of(snapshot, question.study, model):
        by_ranker = asked(question, name)
        each = curve(snapshot, by_ranker, model)
        point, gap = each.at(budget), math.nan
        if point and best:
            scored = scores_by_problem(snapshot, by_ranker, model).position
            shared = np.isin(tests.position, scored)
            ends = tests.values[:, [0, best.k - 1]][shared].mean(axis=0)
            gap = _share_of_way(point.score / 100, float(ends[0]), float(ends[1]))
        found.append(
            RankerRow(
                name,
                each,
                point.k if point else 0,
                point.score if point else math.nan,
                point.low if point else math.nan,
                point.high if point else math.nan,
                gap,
                snapshot.ranker(snapshot.run(question.study, model).id, name),
            )
        )
    return sorted(found, key=lambda row: (math.isnan(row.score), -row.score, row.name))


def _share_of_way(reached: float, start: float, end: float) -> float:
    return (reached - start) / (end - start) if end > start else math.nan


def misses(snapshot: Snapshot, question: Question, model: str, ranker: str, k: int) -> list[Miss]:
    """Return the problems on which a ranker loses most against the unit tests, the worst first.

    Raises:
        UserError: as `curves.curve` does.
    """
    ids = snapshot.problems(question.study).ids
    tests = scores_by_problem(snapshot, replace(question, selection=UNIT_TESTS), model)
    ranked = scores_by_problem(snapshot, asked(question, ranker), model)
    solved = dict(zip(tests.position.tolist(), tests.values, strict=True))
    found = [
        Miss(ids[place], float(solved[place][0]), float(solved[place][k - 1]), float(row[k - 1]))
        for place, row in zip(ranked.position.tolist(), ranked.values, strict=True)
        if place in solved
    ]
    lost = [miss for miss in found if miss.solved - miss.picked > 0.005]
    return sorted(lost, key=lambda miss: miss.picked - miss.solved)

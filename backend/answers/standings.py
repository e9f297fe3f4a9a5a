"""Problems side by side: who solves them with the answers that a budget pays for."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backend.answers.asked import asked
from backend.answers.scores import chosen_problems, scores_by_problem
from backend.errors import UserError
from backend.maths.estimators import pass_at_k
from backend.records.question import Question
from backend.records.samples import Listed, Standing
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot

LIKELY = 0.5
"""The chance from which on a problem counts as solved."""

Answers = tuple[tuple[str, int], ...]
"""How many answers there are of each model, the small one first."""


@asked
@remembered
def standings(
    snapshot: Snapshot, question: Question, answers: Answers, holding: str = ""
) -> Sequence[Standing]:
    """Return a study's problems, in order: those that the filter lets through and that hold a text.

    Args:
        snapshot: that has the study.
        question: whose ranker picks among the first model's answers, if it has one.
        answers: of each model that is shown; none of one that the budget pays for no answer of.
        holding: what a problem's name or its prompt holds, in any case of letters.

    Raises:
        UserError: as `chosen_problems` does.
    """
    study = question.study
    problems = snapshot.problems(study)
    chosen = chosen_problems(study, problems, question.problems)
    if holding:
        chosen &= snapshot.holding(study, holding)
    by_model = {model: _chances(snapshot, study, model, k).tolist() for model, k in answers}
    picked = _picked(snapshot, question, answers[0]).tolist()
    nobody = _nobody(snapshot, study).tolist()
    return [
        Standing(
            problems.ids[place],
            problems.difficulty[place],
            {model: chances[place] for model, chances in by_model.items()},
            picked[place],
            nobody[place],
        )
        for place in np.flatnonzero(chosen).tolist()
    ]


def is_listed(standing: Standing, listed: Listed, small: str, large: str) -> bool:
    """Return whether a problem is one of those; an unknown chance is none."""
    by_small, by_large = (standing.by_model[model] for model in (small, large))
    match listed:
        case Listed.SMALL:
            return by_small >= LIKELY > by_large
        case Listed.LARGE:
            return by_large >= LIKELY > by_small
        case Listed.FOOLED:
            return by_small >= LIKELY > standing.picked
        case Listed.NOBODY:
            return standing.nobody
    return True


@remembered
def _chances(snapshot: Snapshot, study: str, model: str, k: int) -> NDArray[np.float64]:
    """Return the chance that one of k answers is right, shape (problems,), NaN where unknown."""
    found = np.full(len(snapshot.problems(study).ids), math.nan)
    tallies = snapshot.tallies(snapshot.run(study, model).id)
    if k:
        found[tallies.position] = pass_at_k(tallies.n, tallies.c, [k])[:, 0]
    return found


def _picked(
    snapshot: Snapshot, question: Question, answers: tuple[str, int]
) -> NDArray[np.float64]:
    """Return the chance that the ranker's pick is right, shape (problems,), NaN where unknown."""
    model, k = answers
    found = np.full(len(snapshot.problems(question.study).ids), math.nan)
    if question.ranker is None:
        return found
    try:
        scores = scores_by_problem(snapshot, question, model)
    except UserError:  # it ranked nothing of this model
        return found
    if 0 < k <= scores.values.shape[1]:
        found[scores.position] = scores.at(k)
    return found


@remembered
def _nobody(snapshot: Snapshot, study: str) -> NDArray[np.bool_]:
    """Return whether there are samples and none of any model is right, shape (problems,)."""
    n, c = np.zeros((2, len(snapshot.problems(study).ids)), dtype=np.int64)
    for run in snapshot.runs(study).values():
        tallies = snapshot.tallies(run.id)
        n[tallies.position] += tallies.n
        c[tallies.position] += tallies.c
    return np.asarray((n > 0) & (c == 0))

"""What a study with splits says, as tables in Markdown."""

import math
from collections.abc import Iterator, Sequence

from backend.answers import selection
from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import UnitCost
from backend.records.question import MaxK, ProblemFilter, Question
from backend.records.study import RankerFacts
from backend.store.studies import Studies
from backend.words.counts import points

_KS = (1, 8, 64)


def report(snapshot: Studies, study: str) -> Iterator[str]:
    """Yield the lines of a study's tables: pass@k by split, cost of an answer, rankers, the best.

    Raises:
        UserError: if there is no such study.
    """
    models = list(snapshot.runs(study))
    splits = [split for split in dict.fromkeys(snapshot.problems(study).difficulty) if split]
    yield from _table(
        (
            "model",
            "weights",
            "s an answer",
            *(f"{s or 'all'} @{k}" for s in ("", *splits) for k in _KS),
        ),
        [
            [
                model,
                _weights(snapshot, study, model),
                _seconds(snapshot, study, model),
                *(_score(snapshot, study, model, split, k) for split in ("", *splits) for k in _KS),
            ]
            for model in models
        ],
    )
    ranked = selection.ranked_models(snapshot, study)
    for model in ranked:
        yield ""
        yield from _rankers(snapshot, study, model)
    best = [row for model in ranked for row in _best(snapshot, study, model)]
    if best:
        yield ""
        yield from _table(
            (
                "samples of",
                "k",
                "best ranker",
                "score",
                "held out",
                "next ranker",
                "lead over it",
            ),
            best,
        )


def _rankers(snapshot: Studies, study: str, model: str) -> Iterator[str]:
    question, k = Question(study, BudgetKind.SAMPLES), half_of_samples(snapshot, study, model)
    yield from _table(
        (
            f"{model}, ranker",
            f"rank-score@{k}",
            "interval",
            "gap closed",
            "AUC",
            "over problems",
            "s a text",
        ),
        [
            [
                row.name,
                f"{row.score:.1f}",
                f"{row.low:.1f} to {row.high:.1f}",
                "-" if math.isnan(row.gap) else f"{100 * row.gap:.0f} %",
                *_facts(row.facts),
            ]
            for row in selection.rows(snapshot, question, model, k)
        ],
    )


def _facts(facts: RankerFacts | None) -> list[str]:
    """Return a ranker's AUC, over how many problems, and seconds for a different text."""
    auc, seconds = (facts.auc, facts.reading.seconds) if facts else (None, None)
    return [
        "-" if auc is None else f"{auc:.3f}",
        "-" if facts is None else f"{facts.n_problems}",
        "-" if seconds is None else f"{seconds:.2g}",
    ]


def _best(snapshot: Studies, study: str, model: str) -> Iterator[list[str]]:
    """Yield a row on a model's best ranker: what is left of it when its choice is paid for."""
    question, k = Question(study, BudgetKind.SAMPLES), half_of_samples(snapshot, study, model)
    best = selection.best_of(snapshot, question, model, k)
    if best is not None:
        yield [
            model,
            str(k),
            f"{best.name}, of {best.candidates}",
            f"{selection.rows(snapshot, question, model, k)[0].score:.1f}",
            f"{best.score:.1f}",
            best.next,
            f"{points(best.low)} to {points(best.high)}",
        ]


def half_of_samples(snapshot: Studies, study: str, model: str) -> int:
    """Return the k of a model's ranker table: as far as its curve goes, half of its samples."""
    return int(curve(snapshot, Question(study, BudgetKind.SAMPLES), model).k[-1])


def _score(snapshot: Studies, study: str, model: str, split: str, k: int) -> str:
    problems = ProblemFilter(difficulty=(split,) if split else ())
    asked = Question(study, BudgetKind.SAMPLES, max_k=MaxK.ALL, problems=problems)
    try:
        scores = curve(snapshot, asked, model).score
    except UserError:
        return "-"
    return f"{scores[k - 1]:.1f}" if k <= len(scores) else "-"


def _weights(snapshot: Studies, study: str, model: str) -> str:
    architecture = snapshot.run(study, model).model.architecture
    return f"{architecture.total_parameters:,}" if architecture else "-"


def _seconds(snapshot: Studies, study: str, model: str) -> str:
    cost = cost_of_one(snapshot, Question(study, BudgetKind.TIME), model)
    return f"{cost.value:.3g}" if isinstance(cost, UnitCost) else "-"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| :-- |{' --: |' * (len(header) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"

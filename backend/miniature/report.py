"""What a study with splits says, as tables in Markdown."""

import math
from collections.abc import Iterator, Sequence

from backend import selection
from backend.charges import cost_of_one
from backend.costs import BudgetKind, UnitCost
from backend.curves import curve
from backend.errors import UserError
from backend.question import MaxK, ProblemFilter, Question
from backend.store.snapshot import Snapshot

_KS = (1, 8, 64)


def report(snapshot: Snapshot, study: str) -> Iterator[str]:
    """Yield the lines of a study's tables: pass@k by split, cost of an answer, rankers.

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
    for model in selection.ranked_models(snapshot, study):
        question = Question(study, BudgetKind.SAMPLES)
        k = float(curve(snapshot, question, model).k[-1])
        yield ""
        yield from _table(
            (
                f"{model}, ranker",
                f"rank-score@{k:.0f}",
                "interval",
                "gap closed",
                "AUC",
                "s a score",
            ),
            [
                [
                    row.name,
                    f"{row.score:.1f}",
                    f"{row.low:.1f} to {row.high:.1f}",
                    "-" if math.isnan(row.gap) else f"{100 * row.gap:.0f} %",
                    f"{row.facts.auc:.3f}" if row.facts and row.facts.auc is not None else "-",
                    f"{row.facts.reading.seconds:.2g}"
                    if row.facts and row.facts.reading.seconds is not None
                    else "-",
                ]
                for row in selection.rows(snapshot, question, model, k)
            ],
        )


def _score(snapshot: Snapshot, study: str, model: str, split: str, k: int) -> str:
    problems = ProblemFilter(difficulty=(split,) if split else ())
    asked = Question(study, BudgetKind.SAMPLES, max_k=MaxK.ALL, problems=problems)
    try:
        scores = curve(snapshot, asked, model).score
    except UserError:
        return "-"
    return f"{scores[k - 1]:.1f}" if k <= len(scores) else "-"


def _weights(snapshot: Snapshot, study: str, model: str) -> str:
    architecture = snapshot.run(study, model).model.architecture
    return f"{architecture.total_parameters:,}" if architecture else "-"


def _seconds(snapshot: Snapshot, study: str, model: str) -> str:
    cost = cost_of_one(snapshot, Question(study, BudgetKind.TIME), model)
    return f"{cost.value:.3g}" if isinstance(cost, UnitCost) else "-"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| :-- |{' --: |' * (len(header) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"

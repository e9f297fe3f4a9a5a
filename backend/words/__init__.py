"""Facts in words, the same on pages and on the command line: `words.comparison.winner(found)`."""

from backend.words import (
    amounts,
    comparison,
    costs,
    counts,
    grading,
    machine,
    names,
    plan,
    rankers,
    ranking,
    remarks,
    runs,
    selection,
    shares,
    studies,
    unanswerable,
)

__all__ = [
    "amounts",
    "comparison",
    "costs",
    "counts",
    "grading",
    "machine",
    "names",
    "plan",
    "rankers",
    "ranking",
    "remarks",
    "runs",
    "selection",
    "shares",
    "studies",
    "unanswerable",
]

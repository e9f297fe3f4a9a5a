"""In which order problems are listed."""

import math
from collections.abc import Sequence

from backend.records.samples import Listed, Standing
from pages.parts.problems.table import Direction
from pages.parts.view.offers import DIFFERENCE, PROBLEM
from pages.parts.view.view import View

_ASCENDING = "-"  # before a column that is sorted by, lowest first
_OF_LIST = {
    Listed.SMALL: DIFFERENCE,
    Listed.LARGE: f"{_ASCENDING}{DIFFERENCE}",
    Listed.FOOLED: None,
}


def sorted_by(view: View) -> str | None:
    """Return what problems are sorted by, as `view.sort` says or the list by itself.

    None where a ranker is fooled: the worst first, which is no column.
    """
    return view.sort or _OF_LIST.get(view.listed, PROBLEM)


def next_sort(column: str, now: str | None) -> str:
    """Return what a click on a column's head sorts by: highest first, and at the next lowest."""
    return f"{_ASCENDING}{column}" if column == now and column != PROBLEM else column


def direction(column: str, now: str | None) -> Direction:
    """Return how a column is sorted."""
    if now == column:
        return "ascending" if column == PROBLEM else "descending"
    return "ascending" if now == f"{_ASCENDING}{column}" else "none"


def difference(row: Standing, view: View) -> float:
    """Return small minus large, a fraction."""
    return row.by_model[view.small] - row.by_model[view.large]


def in_order(rows: Sequence[Standing], view: View) -> list[Standing]:
    """Return problems in the order of a view; what is not known comes last."""
    by = sorted_by(view)
    if by == PROBLEM:
        return list(rows)
    column = None if by is None else by.removeprefix(_ASCENDING)
    sign = 1 if by and by.startswith(_ASCENDING) else -1

    def key(row: Standing) -> tuple[bool, float]:
        if column is None:
            value = row.by_model[view.small] - row.picked
        elif column == DIFFERENCE:
            value = difference(row, view)
        else:
            value = row.by_model.get(column, math.nan)
        return math.isnan(value), sign * value

    return sorted(rows, key=key)

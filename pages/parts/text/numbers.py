"""The exact numbers behind the chart, as a table and as a file."""

from collections.abc import Sequence

from backend import words as facts
from backend.files.spreadsheet import csv_text
from backend.maths.budgets import left_over
from backend.records.scores import Curve
from pages.parts import words
from pages.parts.text import tables

_ALIGNED = (":--", *["--:"] * 6, ":--")


def at_budget(curves: Sequence[Curve], budget: float, unit: str) -> str:
    """Return a Markdown table of what the budget buys from each model."""
    rows = [_row(curve, budget, unit) for curve in curves]
    return tables.table(words.numbers.COLUMNS, _ALIGNED, rows)


def all_points(curves: Sequence[Curve]) -> str:
    """Return a CSV file of all points, with the columns of `python -m backend curve`."""
    return csv_text([{"model": curve.model} | row for curve in curves for row in curve.rows()])


def _row(curve: Curve, budget: float, unit: str) -> tuple[str, ...]:
    model, one = facts.names.short_name(curve.model), facts.amounts.amount(curve.one.value, unit)
    point = curve.at(budget)
    if point is None:
        nothing = [words.numbers.NOTHING] * 4
        return (model, "0", *nothing, one, words.numbers.NOT_AFFORDABLE)
    return (
        model,
        f"{point.k:,}",
        f"{point.score:.2f} %",
        words.numbers.interval(point.low, point.high),
        facts.amounts.amount(point.budget_used, unit),
        facts.amounts.amount(left_over(budget, point.budget_used), unit),
        one,
        words.numbers.score_is(
            point.kind, facts.counts.problems_of(curve), facts.counts.samples_of(curve)
        ),
    )

"""The exact numbers behind the chart, as a table and as a file."""

import math
from collections.abc import Sequence

from backend.files.spreadsheet import csv_text
from backend.maths.budgets import left_over
from backend.records.scores import Curve
from backend.words.amounts import amount
from backend.words.counts import problems_of
from backend.words.names import short_name
from pages.parts.text.foreign import markdown

_HEADER = (
    ("Model", "Answers", "Solved", "95 % interval", "Uses", "Left over", "One answer", "Score is"),
    (":--", "--:", "--:", "--:", "--:", "--:", "--:", ":--"),
)


def at_budget(curves: Sequence[Curve], budget: float, unit: str) -> str:
    """Return a Markdown table of what the budget buys from each model.

    A unit like "x Code Llama 7B" is cut to "x" in the cells; the chart's axis says what it counts.
    """
    brief = "x" if unit.startswith("x ") else unit
    rows = [map(markdown, _row(curve, budget, brief)) for curve in curves]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*_HEADER, *rows])


def all_points(curves: Sequence[Curve]) -> str:
    """Return a CSV file of all points, with the columns of `python -m backend curve`."""
    return csv_text([{"model": curve.model} | row for curve in curves for row in curve.rows()])


def _row(curve: Curve, budget: float, unit: str) -> tuple[str, ...]:
    model, one = short_name(curve.model), amount(curve.one.value, unit)
    point = curve.at(budget)
    if point is None:
        return (model, "0", "-", "-", "-", "-", one, "not affordable at this budget")
    interval = "-" if math.isnan(point.low) else f"{point.low:.1f} to {point.high:.1f} %"
    return (
        model,
        f"{point.k:,}",
        f"{point.score:.2f} %",
        interval,
        amount(point.budget_used, unit),
        amount(left_over(budget, point.budget_used), unit),
        one,
        f"{point.kind}: {problems_of(curve)} x {curve.samples} samples",
    )

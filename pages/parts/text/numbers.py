"""The exact numbers behind the chart, as a file."""

from collections.abc import Sequence

from backend.files.spreadsheet import csv_text
from backend.records.scores import Curve


def all_points(curves: Sequence[Curve]) -> str:
    """Return a CSV file of all points, with the columns of `python -m backend curve`."""
    return csv_text([{"model": curve.model} | row for curve in curves for row in curve.rows()])

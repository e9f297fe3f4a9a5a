"""Rows as a table, JSON or CSV."""

import json
from collections.abc import Sequence
from enum import StrEnum

from backend.files.spreadsheet import csv_text
from backend.plain_text import one_line


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_rows(rows: Sequence[dict[str, object]], output: Format) -> None:
    """Print rows of the same keys."""
    if output is Format.JSON:
        print(json.dumps(rows, indent=2))
        return
    if output is Format.CSV:
        print(csv_text(rows), end="")
        return
    header = list(rows[0]) if rows else []
    cells = [header, *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(header))]
    numeric = [all(isinstance(row[name], int | float | None) for row in rows) for name in header]
    for line in cells:
        padded = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        )
        print("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else one_line(str(value))

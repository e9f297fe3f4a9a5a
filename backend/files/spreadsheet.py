"""Rows as CSV that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence

from backend.plain_text import visible

# A spreadsheet takes such a cell for a formula, which may fetch, send and start things.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows of the same keys as CSV with a header; "" without rows.

    A text that a spreadsheet would take for a formula has an apostrophe before it. Numbers stay
    what they are, None is an empty cell, and what is not to be seen is written out.
    """
    if not rows:
        return ""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow([_cell(name) for name in rows[0]])
    table.writerows([_cell(value) for value in row.values()] for row in rows)
    return file.getvalue()


def _cell(value: object) -> object:
    """Mark a text that begins as formulas do, also behind blanks, which spreadsheets may drop."""
    if not isinstance(value, str):
        return value
    text = visible(value, "\n\t")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text

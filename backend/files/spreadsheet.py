"""Rows as CSV that is safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from backend.plain_text import visible

# A spreadsheet takes such a cell for a formula, which may fetch, send and start things. Blanks
# before it may be dropped, and where another sign than the comma parts cells, or a line's end in
# one, the formula may stand in the midst of a text.
_FORMULA = re.compile("^(?=[\t\n])|(^|[;|\t\n])(?= *+[=+@\uff1d\uff0b\uff0d\uff20-])")


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows of the same keys as CSV with a header; "" without rows.

    What a spreadsheet would take for a formula has an apostrophe before it. Numbers stay
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
    """Mark a text wherever a formula could begin in it."""
    return _FORMULA.sub(r"\1'", visible(value, "\n\t")) if isinstance(value, str) else value

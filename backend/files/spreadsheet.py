"""Rows as CSV that is safe to open in a spreadsheet, and CSV that came back from one."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from backend.errors import UserError
from backend.files.opening import size, text_of
from backend.plain_text import one_line, visible

_LONGEST = 60  # characters of a column's name that are told

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
    table.writerow([marked(name) for name in rows[0]])
    table.writerows([marked(value) for value in row.values()] for row in rows)
    return file.getvalue()


def marked(value: object) -> object:
    """Return a cell as `csv_text` writes it: a text is marked wherever a formula could begin."""
    return _FORMULA.sub(r"\1'", visible(value, "\n\t")) if isinstance(value, str) else value


def csv_rows(data: bytes, most_bytes: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with a header: the line each ends in, and its cells by column.

    Cells are parted by the sign that the header has most of, a comma, a semicolon or a tabulator,
    since spreadsheets differ in it; blanks around a cell are dropped, and so are empty rows.

    Raises:
        UserError: if the file is larger than `most_bytes`, no text in UTF-8, has no header or the
            same column twice, or a row has more cells than the header.
    """
    if len(data) > most_bytes:
        raise UserError(f"the file is larger than the {size(most_bytes)} that it may have")
    text = text_of("the file", data.removeprefix(codecs.BOM_UTF8))
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        names = [cell.strip() for cell in next(lines, [])]
        if not any(names):
            raise UserError("the file is empty: its first line must name the columns")
        if twice := [name for name in names if name and names.count(name) > 1]:
            raise UserError(f"line 1: column '{one_line(twice[0], _LONGEST)}' is there twice")
        for cells in lines:
            if len(cells) > len(names):
                raise UserError(
                    f"line {lines.line_num}: {len(cells)} cells under {len(names)} columns"
                )
            if any(cell.strip() for cell in cells):
                named = zip_longest(names, cells, fillvalue="")
                yield lines.line_num, {name: cell.strip() for name, cell in named}
    except csv.Error as error:
        raise UserError(f"line {lines.line_num}: no CSV ({error})") from error

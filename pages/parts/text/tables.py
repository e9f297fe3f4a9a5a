"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

from pages.parts.text.foreign import markdown


def table(columns: Sequence[str], aligned: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of plain texts.

    Args:
        columns: their heads.
        aligned: how each of them is aligned, ":--" to the left or "--:" to the right.
        rows: a text for each column.
    """
    escaped = [[markdown(cell) for cell in row] for row in (columns, *rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [escaped[0], aligned, *escaped[1:]])

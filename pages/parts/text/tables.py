"""Tables of plain texts, in HTML."""

from collections.abc import Iterable, Sequence

from pages.parts.text.foreign import markup


def table(
    label: str, columns: Sequence[str], right: Sequence[bool], rows: Iterable[Sequence[str]]
) -> str:
    """Return a table that scrolls sideways where it is too wide, by the arrow keys too.

    Args:
        label: what is in it, for those who do not see it.
        columns: their heads.
        right: whether each of them is aligned to the right.
        rows: a text for each column, the first of which names the row.
    """
    heads = "".join(map(_head, columns, right))
    return (
        f'<div class="plain-table" role="region" tabindex="0" aria-label="{markup(label)}">'
        f"<table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(_line(row, right) for row in rows)}</tbody></table></div>"
    )


def _head(text: str, right: bool) -> str:
    return f'<th scope="col" class="{_side(right)}">{markup(text)}</th>'


def _line(texts: Sequence[str], right: Sequence[bool]) -> str:
    name, *others = texts
    cells = "".join(map(_cell, others, right[1:]))
    return f'<tr><th scope="row">{markup(name)}</th>{cells}</tr>'


def _cell(text: str, right: bool) -> str:
    return f'<td class="{_side(right)}">{markup(text)}</td>'


def _side(right: bool) -> str:
    return "right" if right else "left"

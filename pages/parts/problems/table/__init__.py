"""The list of problems: a table that brings the row that is read into sight.

A Streamlit component of its own: `st.dataframe` does not show a row that it is told of, nor tell
how it was sorted, has one colour for a bar on both backgrounds, and is drawn on a canvas, which
screen readers and phones make little of.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypedDict

import streamlit as st

from pages.parts.charts.alone import alone
from pages.parts.charts.palette import Colour

_HERE = Path(__file__).parent
_KEY = "problem_table"
_ROW, _MOST = 34, 9  # pixels of a row, and how many are seen at once, the head one of them
_BAR = 17  # pixels of what scrolls sideways, and of the border


Direction = Literal["ascending", "descending", "none"]
Kind = Literal["text", "share", "difference"]


class Column(TypedDict):
    """A column, as table.js has it."""

    title: str
    sort: str | None
    sorted: Direction
    kind: Kind
    colours: tuple[Colour, Colour] | None


class Row(TypedDict):
    """A problem, and what each column says of it: a text, percent, or None where unknown."""

    id: str
    cells: list[str | float | None]


_component = st.components.v2.component(
    _KEY,
    html=(_HERE / "table.html").read_text(encoding="utf-8"),
    css=(_HERE / "table.css").read_text(encoding="utf-8"),
    js=(_HERE / "table.js").read_text(encoding="utf-8"),
)


def problem_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    chosen: str,
    label: str,
    on_pick: Callable[[str], None],
    on_sort: Callable[[str], None],
) -> None:
    """Draw the table; call back with the problem that is picked, or the order that is asked for."""
    height = _ROW * min(len(rows) + 1, _MOST) + _BAR
    _component(
        key=_KEY,
        data=alone(
            {
                "columns": columns,
                "rows": rows,
                "chosen": chosen,
                "label": label,
                "height": height,
            }
        ),
        height=height,  # so that nothing moves when it is drawn
        on_picked_change=lambda: on_pick(str(st.session_state[_KEY]["picked"])),
        on_sort_change=lambda: on_sort(str(st.session_state[_KEY]["sort"])),
    )

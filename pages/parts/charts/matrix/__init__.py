"""All models of a study against each other, and the best of them: a matrix under a budget line.

A Streamlit component of its own, so that the matrix follows the line while it is dragged: it holds
what Python worked out for every stop of the line, and looks it up.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.charts import budget
from pages.parts.charts.alone import alone
from pages.parts.charts.joined import joined
from pages.parts.charts.matrix.sent import Shown, message_of

_HERE = Path(__file__).parent
_SHARED = [Path(budget.__file__).with_name(name) for name in ("reading.js", "stops.js")]
_KEY = "pairs_matrix"
_MODULES = ("leads.js", "best.js", "cells.js", "drag.js", "matrix.js")


def script() -> str:
    """Return the matrix' modules as one."""
    return joined([*_SHARED, *(_HERE / name for name in _MODULES)])


_component = st.components.v2.component(
    _KEY,
    html=(_HERE / "matrix.html").read_text(encoding="utf-8"),
    css=(_HERE / "matrix.css").read_text(encoding="utf-8"),
    js=script(),
    isolate_styles=False,  # so that styles of the document keep room for it before it is drawn
)


def matrix(
    shown: Shown, on_release: Callable[[float], None], on_open: Callable[[str, str, float], None]
) -> None:
    """Draw the matrix.

    Args:
        shown: what it shows.
        on_release: called with the budget at which the line is let go.
        on_open: called with the models of a row and a column whose cell is clicked, and with the
            budget that it is of.
    """

    def told(name: str) -> Any:
        return st.session_state[_KEY][name]

    def opened() -> None:
        row, column, budget = told("cell")
        on_open(str(row), str(column), float(budget))

    _component(
        key=_KEY,
        data=alone(message_of(shown)),
        on_budget_change=lambda: on_release(float(told("budget"))),
        on_cell_change=opened,
    )

"""The budget chart: curves over a log budget axis, with a budget line to drag.

A Streamlit component of its own, because `st.plotly_chart` is built anew at every change of data
and a Streamlit slider reports only when it is let go.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.charts.alone import alone
from pages.parts.charts.budget.sent import message_of
from pages.parts.charts.budget.shown import Shown
from pages.parts.charts.joined import joined

_HERE = Path(__file__).parent
_KEY = "budget_chart"
_MODULES = (
    *("reading.js", "stops.js", "reaching.js", "theme.js", "traces.js", "plot.js", "line.js"),
    *(
        "labels.js",
        "overlay.js",
        "verdict.js",
        "cells.js",
        "table.js",
        "hand.js",
        "picture.js",
        "host.js",
    ),
)


def script() -> str:
    """Return the chart's modules as one."""
    return joined(_HERE / name for name in _MODULES)


_component = st.components.v2.component(
    _KEY,
    html=(_HERE / "chart.html").read_text(encoding="utf-8"),
    css=(_HERE / "chart.css").read_text(encoding="utf-8"),
    js=script(),
    isolate_styles=False,  # plotly.js puts its styles into the document
)


def budget_chart(
    shown: Shown,
    on_release: Callable[[float], None],
    on_pick: Callable[[str], None] | None = None,
    on_all_samples: Callable[[], None] | None = None,
    on_target: Callable[[float | None], None] | None = None,
) -> None:
    """Draw the chart.

    Args:
        shown: what it shows.
        on_release: called with the budget at which the line is let go.
        on_pick: called with the model of a line of the table that is clicked, where any can be.
        on_all_samples: called where curves are to reach as far as there are samples.
        on_target: called with the score, in percent, at which the line across the chart is let go,
            or None where a budget is to be set; without it none can be set.
    """

    def told(name: str) -> Any:
        return st.session_state[_KEY][name]

    _component(
        key=_KEY,
        data=alone(message_of(shown)),
        on_budget_change=lambda: on_release(float(told("budget"))),
        on_pick_change=lambda: on_pick(str(told("pick"))) if on_pick else None,
        on_target_change=lambda: on_target(told("target") or None) if on_target else None,
        on_all_samples_change=lambda: on_all_samples() if on_all_samples else None,
    )

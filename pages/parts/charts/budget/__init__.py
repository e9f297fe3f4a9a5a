"""The budget chart: curves over a log budget axis, with a budget line to drag.

A Streamlit component of its own, because `st.plotly_chart` is built anew at every change of data
and a Streamlit slider reports only when it is let go.
"""

import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.parts.charts.budget.message import Message

_HERE = Path(__file__).parent
_STATIC = Path(__file__).parents[4] / "static"
_KEY = "budget_chart"
_MODULES = ("reading.js", "theme.js", "traces.js", "plot.js", "overlay.js", "host.js")


def script() -> str:
    """Return the chart's modules as one, since Streamlit takes one text and serves no others.

    Each imports, in single lines, from those before it, so without the words that join them they
    stand in one scope.
    """
    text = "".join((_HERE / name).read_text(encoding="utf-8") for name in _MODULES)
    return re.sub(r"^import\b.*\n|^export\s(?!default)", "", text, flags=re.MULTILINE)


_component = st.components.v2.component(
    _KEY,
    html=(_HERE / "chart.html").read_text(encoding="utf-8"),
    css=(_HERE / "chart.css").read_text(encoding="utf-8"),
    js=script(),
    isolate_styles=False,  # plotly.js puts its styles into the document
)


def budget_chart(data: Message, on_release: Callable[[float], None]) -> None:
    """Draw the chart from `message.message`; call `on_release` with the budget it is let go at."""

    def released() -> None:
        on_release(float(st.session_state[_KEY]["budget"]))

    serve_plotly()
    _component(key=_KEY, data=data, on_budget_change=released)


def serve_plotly() -> None:
    """Put the plotly package's own plotly.js where Streamlit serves static files."""
    package = importlib.util.find_spec("plotly")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the plotly package is not installed")
    source = Path(package.origin).parent / "package_data" / "plotly.min.js"
    target = _STATIC / source.name
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return
    _STATIC.mkdir(exist_ok=True)
    draft = target.with_suffix(".part")
    shutil.copyfile(source, draft)
    draft.replace(target)

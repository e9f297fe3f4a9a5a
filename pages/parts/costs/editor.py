"""The table in which sizes, lengths and prices of models are edited.

What the browser's table has been edited to is laid over the rows that it is given, by place, for as
long as it stands; a new table takes away what is being typed. So it stands as long as the cells
that were edited are what the view has, and gets what counts now in all others: a size changes the
preset price beside it, and the next cell can be typed into meanwhile. Where the view says otherwise
of an edited cell, by a link or a file, the table is a new one. An emptied cell stays empty.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

from backend import words as facts
from backend.answers import Studies
from backend.answers.cost_file import MOST, Setting, in_force, own
from pages.parts import words
from pages.parts.view import changes
from pages.parts.view.session import change
from pages.parts.view.view import View

_STATE = "cost_table"
_LEAST_PRICE = 1e-4  # what the table can show of one
_SEEN = 15  # rows that are seen without scrolling: by itself the table shows ten
_LEAST_SIZE = 1e-6  # billions of weights: a thousand


Cell = tuple[str, str]
"""A model and a field of `Setting`."""


@dataclass(frozen=True)
class _Table:
    """A table that stands in the browser: its number, and the rows that it was given, by model.

    `touched` are the cells that have been edited since the page was drawn, and those that were
    before.
    """

    number: int
    rows: Mapping[str, Setting]
    touched: set[Cell] = field(default_factory=set)

    @property
    def key(self) -> str:
        return f"cost-table-{self.number}"

    def edits(self) -> dict[Cell, float | None]:
        """Return the cells that are edited; what is no number that they can have is as emptied."""
        rows = st.session_state.get(self.key, {}).get("edited_rows", {})
        models = dict(enumerate(self.rows))
        return {
            (models[int(at)], name): _number(value, MOST[name])
            for at, cells in rows.items()
            if int(at) in models
            for name, value in cells.items()
        }

    def cells(self) -> dict[Cell, float | None]:
        """Return what touched cells show; one that was edited back, the browser calls unedited."""
        edits = self.edits()
        self.touched.update(edits)
        return {
            (model, name): edits.get((model, name), getattr(self.rows[model], name))
            for model, name in self.touched
        }

    def shows(self, now: Mapping[str, Setting], owned: Mapping[str, Setting]) -> bool:
        """Return whether touched cells are what counts, empty ones where nothing was set."""
        return self.rows.keys() == now.keys() and all(
            getattr(owned[model], name) is None
            if value is None
            else value == getattr(now[model], name)
            for (model, name), value in self.cells().items()
        )

    def given(self, now: Mapping[str, Setting]) -> "_Table":
        """Return the table with what counts now; edited cells keep what they lie over."""
        rows, edits = dict(now), self.edits()
        for model, name in edits:
            rows[model] = replace(rows[model], **{name: getattr(self.rows[model], name)})
        return _Table(self.number, rows, set(edits))


def editor(studies: Studies, view: View) -> None:
    """Draw the table."""
    models = {name: run.model for name, run in studies.runs(view.study).items()}
    now = {name: in_force(model, view.assumptions) for name, model in models.items()}
    owned = {name: own(name, view.assumptions) for name in models}
    state = st.session_state
    table: _Table | None = state.get(_STATE)
    if table is None or not table.shows(now, owned):
        standing = _Table(table.number + 1 if table else 0, now)
    else:
        standing = table.given(now)
    state[_STATE] = standing

    def edited(view: View) -> View:
        wanted: dict[str, Setting] = {}
        for (model, name), value in standing.cells().items():
            row = wanted.get(model) or own(model, view.assumptions)
            wanted[model] = replace(row, **{name: value})
        return changes.set_apart(studies, view, wanted)

    st.data_editor(
        _frame(standing.rows),
        key=standing.key,
        on_change=lambda: change(studies, edited),
        column_config=_columns(),
        height="content" if len(standing.rows) <= _SEEN else "auto",
        hide_index=True,
        placeholder="",
        alt=words.costs.EDIT,
    )


def _columns() -> ColumnConfigMappingInput:
    """Return what the columns are called, and which numbers fit in them."""
    said, number = words.costs, st.column_config.NumberColumn
    return {
        "model": st.column_config.TextColumn(said.EDITED_MODEL, disabled=True, width="medium"),
        "size": number(said.EDITED_SIZE, min_value=_LEAST_SIZE, max_value=MOST["size"]),
        "tokens": number(said.EDITED_TOKENS, min_value=1, max_value=MOST["tokens"]),
        "input_price": number(said.EDITED_INPUT, min_value=_LEAST_PRICE),
        "price": number(said.EDITED_OUTPUT, min_value=_LEAST_PRICE),
    }


def _frame(rows: Mapping[str, Setting]) -> pd.DataFrame:
    """Return rows as a table; a column in which nothing is known is one of numbers too."""
    names = facts.names.told_apart({name: facts.names.short_name(name) for name in rows})
    columns = {
        name: pd.array([getattr(row, name) for row in rows.values()], pd.Float64Dtype())
        for name in MOST
    }
    return pd.DataFrame({"model": list(names.values()), **columns})


def _number(value: object, most: float) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 < value <= most and math.isfinite(value) else None

"""The table in which sizes, lengths and prices of models are edited.

What the browser's table has been edited to is laid over the rows that it was given, for as long as
it stands. So it is given the same rows, and stands, as long as these with its edits are what the
view has: an edit keeps the cell that is looked at, and an emptied one stays empty. Where the view
says otherwise, by a link, a file or another length for all, the table is a new one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

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
_LEAST_SIZE = 1e-6  # billions of weights: a thousand
_FIELDS = ("size", "tokens", "input_price", "price")


@dataclass(frozen=True)
class _Table:
    """A table that stands in the browser: its number, and the rows that it was given, by model."""

    number: int
    rows: Mapping[str, Setting]

    @property
    def key(self) -> str:
        return f"cost-table-{self.number}"

    def edits(self) -> dict[str, Mapping[str, object]]:
        """Return the cells that were edited, by model and field."""
        edits = st.session_state.get(self.key, {}).get("edited_rows", {})
        models = dict(enumerate(self.rows))
        return {models[int(at)]: cells for at, cells in edits.items() if int(at) in models}

    def edited(self) -> dict[str, Setting]:
        """Return the rows that were edited, as they are now."""
        return {model: _laid_over(self.rows[model], cells) for model, cells in self.edits().items()}

    def shows(self, now: Mapping[str, Setting], owned: Mapping[str, Setting]) -> bool:
        """Return whether the browser shows what counts, and nothing where an own was taken back."""
        edits, edited = self.edits(), self.edited()
        return self.rows.keys() == now.keys() and all(
            getattr(owned[model], field) is None
            if field in edits.get(model, {}) and getattr(edited[model], field) is None
            else getattr(edited.get(model, row), field) == getattr(now[model], field)
            for model, row in self.rows.items()
            for field in _FIELDS
        )


def editor(studies: Studies, view: View) -> None:
    """Draw the table."""
    models = {name: run.model for name, run in studies.runs(view.study).items()}
    now = {name: in_force(model, view.assumptions) for name, model in models.items()}
    owned = {name: own(name, view.assumptions) for name in models}
    state = st.session_state
    table: _Table | None = state.get(_STATE)
    if table is None or not table.shows(now, owned):
        table = _Table(table.number + 1 if table else 0, now)
        state[_STATE] = table
    standing = table
    st.data_editor(
        _frame(standing.rows),
        key=standing.key,
        on_change=lambda: change(
            studies, lambda view: changes.set_apart(studies, view, standing.edited())
        ),
        column_config=_columns(),
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
        field: pd.array([getattr(row, field) for row in rows.values()], pd.Float64Dtype())
        for field in _FIELDS
    }
    return pd.DataFrame({"model": list(names.values()), **columns})


def _laid_over(row: Setting, cells: Mapping[str, object]) -> Setting:
    """Return a row with its edited cells; what is no number that it can have is as if emptied."""
    return Setting(
        **{
            field: _number(cells[field], MOST[field]) if field in cells else getattr(row, field)
            for field in _FIELDS
        }
    )


def _number(value: object, most: float) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 < value <= most and math.isfinite(value) else None

"""The view of this visitor: opened by the link, changed by controls, written back to the link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from backend.plain_text import one_line
from backend.store.studies import Studies
from pages.parts.text.foreign import NAME
from pages.parts.view import link
from pages.parts.view.view import View, move_to, settle

Update = Callable[[View, Any], View]


@dataclass(frozen=True)
class Showable:
    """The studies that a page can show, the first where the chosen one is not among them.

    `lacking` is what the others lack, in words: "has no samples to read".
    """

    studies: Sequence[str]
    lacking: str


def current(snapshot: Studies, page: Showable | None = None) -> View:
    """Return the view: of the link if that was not written by this session, else the session's.

    A view made for an earlier snapshot is settled anew. A page that cannot show the chosen study
    shows another one, and what was chosen comes back on the first page that can show it.
    """
    state, parameters = st.session_state, _parameters()
    # A quick click comes with the address from before the last one; another page of the same visit
    # starts with a bare address.
    ours = state.pop("clicked", False) or ("view" in state and parameters == {})
    arrived = not ours and state.get("link_written") != parameters
    _come_back(snapshot, page, arrived=arrived)
    if arrived or state.view.question.study not in snapshot.studies:
        state.view, state.notes = link.read(parameters, snapshot)
        state.link_written = parameters
    elif state.snapshot != snapshot.files:
        state.view, state.notes = settle(snapshot, state.view)
    state.snapshot = snapshot.files
    if page is not None:
        _lend(snapshot, page, chosen=not arrived or bool(parameters))
    view: View = state.view
    return view


def _lend(snapshot: Studies, page: Showable, *, chosen: bool) -> None:
    """Show a study that the page can show, for as long as the visitor chooses no other."""
    state = st.session_state
    if state.view.question.study not in page.studies:
        if chosen:
            state.setdefault("left", state.view)
        _replace(snapshot, move_to(snapshot, state.view, page.studies[0]))
    if "left" in state:
        studies = (view.question.study for view in (state.left, state.view))
        left, shown = (one_line(snapshot.study(study).title, NAME) for study in studies)
        state.lent = [f"{left} {page.lacking}: showing {shown}"]


def _come_back(snapshot: Studies, page: Showable | None, *, arrived: bool) -> None:
    """Return to the view that was left for a page, unless this one cannot show it either."""
    state = st.session_state
    left: View | None = state.get("left")
    state.lent = []
    if arrived or left is None or left.question.study not in snapshot.studies:
        state.pop("left", None)
    elif page is None or left.question.study in page.studies:
        del state["left"]
        state.view, state.notes = settle(snapshot, left)


def notes() -> list[str]:
    """Return what had to be replaced: by this page, and at the last arrival or change."""
    state = st.session_state
    found: list[str] = [*state.get("lent", []), *state.get("notes", [])]
    return found


def write_link(view: View, budget: float | None) -> None:
    """Put the view into the page's address."""
    parameters, before = link.write(view, budget), st.session_state.link_written
    st.session_state.link_written = parameters
    # With a quick click comes an address that the last one has changed since.
    if not before == parameters == _parameters():
        st.query_params.from_dict(parameters)


def bound(snapshot: Studies, key: str, value: Any, update: Update) -> dict[str, Any]:
    """Return a widget's arguments: it shows `value`, and a change goes through `update`."""
    st.session_state[key] = value
    return {"key": key, "on_change": _changed, "args": (snapshot, key, update)}


def table_key(what: str, chosen: str, rows: Sequence[str]) -> str:
    """Return the key of a table whose chosen row was not chosen in it, or the key it had.

    A table keeps its own choice, and its place, as long as its key stays.
    """
    state, before = st.session_state, st.session_state.get(f"{what} table")
    if before is not None:
        key, known = before
        picked = state[key].selection.rows if key in state else []
        if known == rows and [rows[place] for place in picked] == [chosen]:
            return str(key)
    key = f"{what} table {state.get('tables', 0)}"
    state["tables"] = state.get("tables", 0) + 1
    state[f"{what} table"] = key, rows
    return key


def picked_row(what: str, key: str) -> int | None:
    """Return the row picked in a table, None where another table has taken its place since.

    A table that is gone still reports its choice when the next click comes before the page is
    drawn.
    """
    rows = st.session_state[key].selection.rows
    return rows[0] if rows and key == st.session_state[f"{what} table"][0] else None


def change(snapshot: Studies, update: Callable[[View], View]) -> None:
    """Change the view, in a callback, and settle it."""
    state, before = st.session_state, st.session_state.view.question.study
    _replace(snapshot, update(state.view))
    if state.view.question.study != before:
        state.pop("left", None)  # another study was chosen since
    state.clicked = True


def _replace(snapshot: Studies, view: View) -> None:
    st.session_state.view, st.session_state.notes = settle(snapshot, view)


def _parameters() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _changed(snapshot: Studies, key: str, update: Update) -> None:
    change(snapshot, lambda view: update(view, st.session_state[key]))

"""The view of this visitor: opened by the link, changed by controls, written back to the link.

The view in the session is the only truth: a change goes through a callback into the view, and
every widget is set from the view before it is drawn, so that no two can disagree. Pages share it;
one that cannot show the chosen study says so, and changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from backend.answers import Studies
from backend.records.study import Study
from pages.parts.view import changes, link
from pages.parts.view.settle import settle
from pages.parts.view.view import View


def current(studies: Studies, ids: Sequence[str] = ()) -> View:
    """Return the view: of the link if that was not written by this session, else the session's.

    A link that names no study opens the first of `ids`, those that the page can show, or of
    all. A view made from earlier data files is settled anew.
    """
    state, parameters = st.session_state, _parameters()
    # A quick click comes with the address from before the last one; another page of the same visit
    # starts with a bare address.
    ours = state.pop("clicked", False) or ("view" in state and parameters == {})
    arrived = not ours and state.get("link_written") != parameters
    if arrived or state.view.study not in studies.studies:
        state.view, state.notes = link.read(parameters, studies, ids)
        state.link_written = parameters
    elif state.files != studies.files:
        state.view, state.notes = settle(studies, state.view)
    view: View = state.view
    state.files, state.study_shown = studies.files, studies.study(view.study)
    return view


def notes() -> list[str]:
    """Return what had to be replaced at the last arrival or change."""
    found: list[str] = st.session_state.get("notes", [])
    return found


def write_link(view: View, budget: float | None = None) -> None:
    """Put the view into the page's address; with the budget that is shown, if none was chosen."""
    state = st.session_state
    state.shown = replace(view, budget=budget) if view.budget is None else view
    parameters, before = link.write(state.shown), state.link_written
    state.link_written = parameters
    # With a quick click comes an address that the last one has changed since.
    if not before == parameters == _parameters():
        st.query_params.from_dict(parameters)


def shown() -> tuple[Study, View] | None:
    """Return the view that the page's address has, and its study; None before the first."""
    state = st.session_state
    return (state.study_shown, state.shown) if "shown" in state else None


def bound(studies: Studies, view: View, name: str) -> dict[str, Any]:
    """Return the arguments of a widget that shows a field of the view, and changes it."""
    value = getattr(view, name)
    return widget(
        studies,
        name,
        list(value) if isinstance(value, tuple) else value,
        lambda view, chosen: changes.chosen(studies, view, name, chosen),
    )


def widget(
    studies: Studies, key: str, value: Any, update: Callable[[View, Any], View]
) -> dict[str, Any]:
    """Return the arguments of a widget that shows `value`; a change of it goes through `update`."""
    st.session_state[key] = value

    def changed() -> None:
        change(studies, lambda view: update(view, st.session_state[key]))

    return {"key": key, "on_change": changed}


def change(studies: Studies, update: Callable[[View], View]) -> None:
    """Change the view, in a callback, and settle it."""
    state = st.session_state
    state.view, state.notes = changes.changed(studies, state.view, update)
    state.clicked = True


def choose(studies: Studies, name: str, value: Any) -> None:
    """Choose a field of the view anew, in a callback."""
    change(studies, lambda view: changes.chosen(studies, view, name, value))


def _parameters() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}

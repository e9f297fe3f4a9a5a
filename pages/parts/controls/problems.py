"""The choice of which problems count, as far as the study tells them apart."""

import streamlit as st

from backend.answers import Studies
from backend.words.names import told_apart
from pages.parts.view import changes, offers
from pages.parts.view.session import bound, widget
from pages.parts.view.view import View


def filters(snapshot: Studies, view: View) -> None:
    """Draw the filters that the study has."""
    for what, options in (
        ("difficulty", offers.difficulties(snapshot, view.study)),
        ("platform", offers.platforms(snapshot, view.study)),
    ):
        if options:
            st.multiselect(
                what.capitalize(),
                options,
                format_func=told_apart({value: value for value in options}).__getitem__,
                placeholder="All",
                **bound(snapshot, view, what),
            )
    _dates(snapshot, view)


def _dates(snapshot: Studies, view: View) -> None:
    within = offers.dates(snapshot, view.study)
    if within is None:
        return
    first, last = within
    shown = tuple(
        min(max(day or default, first), last)
        for day, default in ((view.since, first), (view.until, last))
    )
    st.slider(
        "Contest date",
        first,
        last,
        format="D MMM YYYY",
        **widget(
            snapshot,
            "released",
            shown,
            lambda view, days: changes.released(view, days, within),
        ),
    )

"""The choice of which problems count, as far as the study tells them apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from pages.parts import words
from pages.parts.steady import steady
from pages.parts.view import changes, offers
from pages.parts.view.session import bound, widget
from pages.parts.view.view import View


def filters(studies: Studies, view: View) -> None:
    """Draw the filters that the study has."""
    for field, label, options in (
        ("difficulty", words.controls.DIFFICULTY, offers.difficulties(studies, view.study)),
        ("platform", words.controls.PLATFORM, offers.platforms(studies, view.study)),
    ):
        with steady():
            if options:
                _among(label, options, bound(studies, view, field))
    _dates(studies, view)


def _among(label: str, options: Sequence[str], chosen: Mapping[str, Any]) -> None:
    st.multiselect(
        label,
        options,
        format_func=facts.names.told_apart({value: value for value in options}).__getitem__,
        placeholder=words.controls.ALL,
        filter_mode="contains",
        select_all=False,
        **chosen,
    )


def _dates(studies: Studies, view: View) -> None:
    within = offers.dates(studies, view.study)
    if within is None:
        return
    first, last = within
    shown = tuple(
        min(max(day or default, first), last)
        for day, default in ((view.since, first), (view.until, last))
    )
    st.slider(
        words.controls.DATE,
        first,
        last,
        format=words.controls.DAY,
        **widget(
            studies,
            "released",
            shown,
            lambda view, days: changes.released(view, days, within),
        ),
    )

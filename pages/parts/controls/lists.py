"""The choice of which problems are listed: by who solves them, and by a text that they hold."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from backend.answers import Studies
from backend.records.samples import Listed
from pages.parts import words
from pages.parts.view import offers
from pages.parts.view.session import widget
from pages.parts.view.view import View


def listed(studies: Studies, view: View, named: Callable[[Listed], str]) -> None:
    """Draw the choice of a list, each by a name in Markdown; another is read from its top."""
    st.pills(
        words.controls.LIST,
        offers.lists(studies, view.study),
        format_func=named,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        **widget(
            studies,
            "listed",
            view.listed,
            lambda view, chosen: replace(view, listed=chosen, sort=None, problem=None),
        ),
    )


def find(studies: Studies, view: View) -> None:
    """Draw the search for a text in problems; what it finds is read from the top."""
    st.text_input(
        words.controls.FIND,
        placeholder=words.controls.FIND,
        icon=":material/search:",
        label_visibility="collapsed",
        **widget(
            studies,
            "find",
            view.find,
            lambda view, text: replace(view, find=text.strip(), problem=None),
        ),
    )

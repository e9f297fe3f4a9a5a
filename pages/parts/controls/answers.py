"""The choice of which answers are read, and in which order."""

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.samples import OFTEN
from backend.answers.selection import REFERENCES
from backend.records.samples import Show
from pages.parts import words
from pages.parts.view.session import bound
from pages.parts.view.view import View


def shown(studies: Studies, view: View) -> None:
    """Draw, in a row, which answers are shown and in which order."""
    rankers = [name for name in studies.rankers(view.study) if name not in REFERENCES]
    orders = {OFTEN: words.controls.OFTEN_FIRST}
    orders |= {name: words.controls.by_ranker(facts.rankers.plain_name(name)) for name in rankers}
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        st.segmented_control(
            words.controls.ANSWERS,
            list(Show),
            format_func=words.controls.answers,
            required=True,
            **bound(studies, view, "show"),
        )
        st.selectbox(
            words.controls.ORDER,
            list(orders),
            format_func=facts.names.told_apart(orders).__getitem__,
            width=330,
            **bound(studies, view, "order"),
        )

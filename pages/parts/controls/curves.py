"""The choice of how curves are drawn and how far they go."""

import streamlit as st

from backend.answers import Studies
from backend.records.question import MaxK
from pages.parts.view.session import bound
from pages.parts.view.view import View

_REACH = {MaxK.HALF: "half the samples (the paper's rule)", MaxK.ALL: "all samples"}


def bands(studies: Studies, view: View) -> None:
    """Draw the switch for intervals around curves."""
    st.toggle(
        "95 % bands",
        help="Student's t over problems; studies that publish means only have none.",
        **bound(studies, view, "bands"),
    )


def reach(studies: Studies, view: View) -> None:
    """Draw the choice of how far curves go."""
    st.selectbox(
        "Curves reach",
        list(MaxK),
        format_func=lambda reach: _REACH[reach],
        help="Near all samples, pass@k rests on few different subsets and gets noisy.",
        **bound(studies, view, "max_k"),
    )


def ranker_cost(studies: Studies, view: View) -> None:
    """Draw the switch that counts what a ranker takes itself."""
    st.toggle(
        "Count the ranker's own cost",
        help="For each of several answers: FLOPs of a model that reads it and its prompt, by the "
        "same length as an answer; seconds of scoring or of running it. No dollars, and nothing "
        "where there is one answer and nothing to choose.",
        **bound(studies, view, "ranker_cost"),
    )

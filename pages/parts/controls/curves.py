"""The choice of how curves are drawn and how far they go."""

import streamlit as st

from backend.answers import Studies
from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK
from pages.parts import words
from pages.parts.steady import steady
from pages.parts.view.session import bound
from pages.parts.view.view import View


def bands(studies: Studies, view: View) -> None:
    """Draw the switch for intervals around curves."""
    st.toggle(
        words.controls.BANDS,
        help=words.controls.BANDS_HELP,
        **bound(studies, view, "bands"),
    )


def reach(studies: Studies, view: View) -> None:
    """Draw the choice of how far curves go."""
    st.selectbox(
        words.controls.REACH,
        list(MaxK),
        format_func=words.controls.reach,
        help=words.controls.REACH_HELP,
        **bound(studies, view, "max_k"),
    )


def counted(studies: Studies, view: View) -> None:
    """Draw how far curves go, and whether what picks among answers costs something."""
    reach(studies, view)
    with steady():
        if view.ranker is not None:
            ranker_cost(studies, view)
        elif view.budget_kind is BudgetKind.TIME:
            test_cost(studies, view)


def test_cost(studies: Studies, view: View) -> None:
    """Draw the switch that counts the seconds of the tests."""
    st.toggle(
        words.controls.TEST_COST,
        help=words.controls.TEST_COST_HELP,
        **bound(studies, view, "test_cost"),
    )


def ranker_cost(studies: Studies, view: View) -> None:
    """Draw the switch that counts what a ranker takes itself."""
    st.toggle(
        words.controls.RANKER_COST,
        help=words.controls.RANKER_COST_HELP,
        **bound(studies, view, "ranker_cost"),
    )

"""The choice of what budgets count, and of how one answer is picked."""

from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.maths.assumptions import BudgetKind
from pages.parts import words
from pages.parts.text.foreign import markdown
from pages.parts.view import changes
from pages.parts.view.session import bound, widget
from pages.parts.view.view import View


def kind(studies: Studies, view: View) -> None:
    """Draw the choice of what a budget counts."""
    st.segmented_control(
        words.controls.BUDGET,
        list(BudgetKind),
        format_func=words.controls.budget_kind,
        help=words.controls.BUDGET_HELP,
        required=True,
        **bound(studies, view, "budget_kind"),
    )


def stop_first(studies: Studies, view: View) -> None:
    """Draw the switch that draws no more answers once one passes."""
    st.toggle(
        words.controls.STOP_FIRST,
        help=words.controls.STOP_FIRST_HELP,
        **bound(studies, view, "stop_first"),
    )


def ranker(studies: Studies, names: Sequence[str], shown: str) -> None:
    """Draw the choice of a ranker, by plain names."""
    plain = facts.names.told_apart({name: facts.rankers.plain_name(name) for name in names})
    st.selectbox(
        words.controls.RANKER,
        names,
        format_func=plain.__getitem__,
        help=words.controls.ranker_help(markdown(shown), markdown(facts.rankers.explained(shown))),
        width=280,
        **widget(
            studies,
            "ranker",
            shown,
            lambda view, chosen: changes.chosen(studies, view, "ranker", chosen),
        ),
    )

"""The choice of what budgets count, and of how one answer is selected."""

from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.maths.assumptions import BudgetKind
from backend.records.question import ranker_of, selection_of
from pages.parts import words
from pages.parts.text.foreign import markdown
from pages.parts.view import changes, offers
from pages.parts.view.session import bound, widget
from pages.parts.view.view import View


def kind(studies: Studies, view: View) -> None:
    """Draw the choice of what a budget counts."""
    st.segmented_control(
        words.controls.BUDGET,
        list(BudgetKind),
        format_func=words.controls.budget_kind,
        required=True,
        **bound(studies, view, "budget_kind"),
    )


def kind_and_selection(studies: Studies, view: View) -> None:
    """Draw, in a row, what a budget counts and how one answer is selected."""
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        kind(studies, view)
        _selection(studies, view)


def _selection(studies: Studies, view: View) -> None:
    rankers = studies.rankers(view.study)
    titles = facts.names.told_apart(
        {selection_of(None): words.controls.UNIT_TESTS}
        | {selection_of(name): words.controls.ranker(name) for name in rankers}
        | ({} if rankers else {selection_of("ranker"): words.controls.NO_RANKER})
    )
    st.selectbox(
        words.controls.SELECTION,
        list(titles),
        format_func=titles.__getitem__,
        help=words.controls.selection_help(
            [markdown(title) for title in offers.ranked_studies(studies)]
        ),
        width=330,
        **widget(
            studies,
            "selection",
            selection_of(view.ranker),
            lambda view, chosen: changes.chosen(studies, view, "ranker", ranker_of(chosen)),
        ),
    )


def ranker(studies: Studies, names: Sequence[str], shown: str) -> None:
    """Draw the choice of the ranker that is looked at problem by problem."""
    st.selectbox(
        words.controls.RANKER,
        names,
        format_func=facts.names.told_apart({name: name for name in names}).__getitem__,
        width=330,
        **widget(
            studies,
            "ranker",
            shown,
            lambda view, chosen: changes.chosen(studies, view, "ranker", chosen),
        ),
    )

"""The choice of what budgets count, and of how one answer is selected."""

from collections.abc import Sequence

import streamlit as st

from backend.answers import Studies
from backend.maths.assumptions import BudgetKind
from backend.records.question import ranker_of, selection_of
from backend.words.names import told_apart
from pages.parts.text.foreign import markdown
from pages.parts.view import changes, offers
from pages.parts.view.session import bound, widget
from pages.parts.view.view import View

_KINDS = {
    BudgetKind.FLOPS: "FLOPs",
    BudgetKind.TIME: "Time",
    BudgetKind.DOLLARS: "Dollars",
    BudgetKind.SAMPLES: "Samples",
}
_TESTS = "Unit tests (any correct sample counts)"
_LACKING = "Ranker (this study has no data)"


def kind(studies: Studies, view: View) -> None:
    """Draw the choice of what a budget counts."""
    st.segmented_control(
        "Budget counted in",
        list(_KINDS),
        format_func=lambda kind: _KINDS[kind],
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
    titles = told_apart(
        {selection_of(None): _TESTS}
        | {selection_of(name): f"Ranker: {name}" for name in rankers}
        | ({} if rankers else {selection_of("ranker"): _LACKING})
    )
    st.selectbox(
        "Selection",
        list(titles),
        format_func=titles.__getitem__,
        help=_selection_help(studies),
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
        "Ranker",
        names,
        format_func=told_apart({name: name for name in names}).__getitem__,
        width=330,
        **widget(
            studies,
            "ranker",
            shown,
            lambda view, chosen: changes.chosen(studies, view, "ranker", chosen),
        ),
    )


def _selection_help(studies: Studies) -> str:
    where = "; ".join(offers.ranked_studies(studies)) or "none yet"
    return (
        "How one answer is picked among k. With unit tests the budget finds a correct sample if "
        "there is one; a ranker must put it first without running tests. Studies with ranker "
        f"data: {markdown(where)}."
    )

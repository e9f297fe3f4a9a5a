"""Can answers be checked? The choice between tests and a ranker, and where there are rankers."""

import streamlit as st

from backend.answers import Studies
from pages.parts import words
from pages.parts.controls.budgets import ranker, stop_first
from pages.parts.controls.study import offer
from pages.parts.steady import steady
from pages.parts.view import changes, offers
from pages.parts.view.session import change, widget
from pages.parts.view.view import View

_LAST, _IN_VAIN = "last_rankers", "asked_in_vain"  # in the session


def flip(studies: Studies, view: View, *, stopping: bool = True) -> None:
    """Draw whether tests select, beside it the ranker that does where they do not.

    With `stopping` it can be chosen whether the first answer that passes is the last.
    """
    last: dict[str, str] = st.session_state.setdefault(_LAST, {})
    if view.ranker is not None:
        last[view.study] = view.ranker

    def checked(view: View, can: bool) -> View:
        after = changes.checked(studies, view, can, last.get(view.study))
        st.session_state[_IN_VAIN] = view if not can and after.ranker is None else None
        return after

    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="flip"):
        st.segmented_control(
            words.controls.CHECK,
            [True, False],
            format_func=words.controls.check,
            help=words.controls.CHECK_HELP,
            required=True,
            **widget(studies, "checked", view.ranker is None, checked),
        )
        if view.ranker is None and stopping:
            stop_first(studies, view)
        if view.ranker is not None:
            offered = offers.rankers(studies, view.study, (view.small, view.large))
            ranker(studies, list(dict.fromkeys([*offered, view.ranker])), view.ranker)
    with steady():
        if st.session_state.get(_IN_VAIN) == view:
            _elsewhere(studies, view)


def _elsewhere(studies: Studies, view: View) -> None:
    """Say that the study has no rankers, and offer those that have, each with one chosen."""

    def go(study_id: str) -> None:
        change(studies, lambda view: changes.ranked_in(studies, view, study_id))

    ranked = [study for study in studies.studies if studies.rankers(study)]
    offer(studies, view, ranked, words.controls.not_ranked, "not-ranked", go)

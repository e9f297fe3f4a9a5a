"""Explore: drag a budget over the curves of a study and see which model is the better buy."""

from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.lineup import Lineup, lineup
from backend.errors import UserError
from backend.records.scores import Curve
from pages.parts import controls, data, entry, words
from pages.parts.explore.asked import budget_of, curves_of
from pages.parts.explore.beyond import beyond
from pages.parts.explore.chart import chart
from pages.parts.explore.embedded import embedded
from pages.parts.explore.filters import chips
from pages.parts.explore.onwards import onwards
from pages.parts.explore.provenance import provenance
from pages.parts.steady import steady
from pages.parts.text import numbers
from pages.parts.text.file_name import file_name
from pages.parts.text.foreign import markdown
from pages.parts.view import session
from pages.parts.view.view import View


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    view = session.current(studies)
    if not st.context.is_embedded:
        named = controls.models.sized(studies, view)
        with st.sidebar:
            _less_often(studies, view, named)
        st.title(words.navigation.DASHBOARD, anchor=False)
        st.markdown(words.explore.LEAD)
        _choices(studies, view, named)
    try:
        shown = curves_of(studies, view)
    except UserError as error:
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        session.write_link(view)
        return
    budget = budget_of(view, shown)
    everybody = lineup(studies, view.question, (view.small, view.large))
    if st.context.is_embedded:
        embedded(studies, view, lambda: chart(studies, view, shown, budget, everybody))
        session.write_link(view, budget if view.target is None else None)
        return
    with steady():
        if view.small == view.large:
            st.caption(words.explore.ONE_MODEL)
    chart(studies, view, shown, budget, everybody)
    onwards(studies, view)
    if view.target is None:
        beyond(studies, view, budget)
    _left_out(everybody)
    _download(view, shown)
    provenance(studies, view, shown)
    session.write_link(view, budget if view.target is None else None)


def _choices(studies: Studies, view: View, named: controls.models.Named) -> None:
    """Draw what is asked: how answers are picked, of which study and models, paid in what."""
    ids = list(studies.studies)
    controls.flip.flip(studies, view)
    with st.container(horizontal=True, key="choices"):
        controls.study.select(studies, view, ids)
        controls.models.compared(studies, view, named)
    with st.container(horizontal=True, vertical_alignment="bottom", key="about"):
        controls.budgets.kind(studies, view)
        controls.study.every(studies, view, ids)
        controls.study.shows(studies, view)
    chips(studies, view)
    controls.notes.told(session.notes())


def _less_often(studies: Studies, view: View, named: controls.models.Named) -> None:
    """Draw what is chosen less often."""
    controls.models.further(studies, view, named)
    with st.expander(words.explore.CURVES):
        controls.curves.bands(studies, view)
        controls.curves.counted(studies, view)
        controls.problems.filters(studies, view)
    with st.expander(words.explore.COST):
        controls.costs.often(studies, view)


def _left_out(everybody: Lineup) -> None:
    """Say, in a line for each reason, which models the table lacks."""
    reasons = dict.fromkeys(reason for _, reason in everybody.without)
    for reason in reasons:
        models = [model for model, why in everybody.without if why == reason]
        names = [markdown(facts.names.short_name(model)) for model in models]
        st.caption(words.explore.not_shown(names, markdown(reason)))


def _download(view: View, shown: Sequence[Curve]) -> None:
    st.download_button(
        words.explore.DOWNLOAD,
        lambda: numbers.all_points(shown),
        file_name=file_name(view.study, view.budget_kind),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


entry.run(page)

"""Costs: what one answer of each model costs, where that comes from, and what is assumed."""

import streamlit as st

from backend.answers.costs import costed
from pages.parts import controls, data, entry, words
from pages.parts.costs.editor import editor
from pages.parts.costs.files import files
from pages.parts.costs.table import beside, table
from pages.parts.costs.worked import worked
from pages.parts.view import session


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    view = session.current(studies)
    with st.sidebar:
        controls.study.study(studies, view, list(studies.studies))
    st.title(words.costs.TITLE, anchor=False)
    st.markdown(words.costs.LEAD)
    controls.notes.told(session.notes())
    costs = costed(studies, view.question)
    table(costs)
    controls.costs.everything(studies, view)
    worked(studies, view, costs)
    st.header(words.costs.EDIT, anchor=False)
    st.caption(words.costs.EDIT_LEAD)
    editor(studies, view)
    files(studies, view, costs)
    beside(studies, view)
    session.write_link(view)


entry.run(page)

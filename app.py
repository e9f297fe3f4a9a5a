"""Budgetscope's dashboard: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages.parts import address, words
from pages.parts.entry import app_started
from pages.parts.heaps import keep_few
from pages.parts.title import title
from pages.parts.view import link, session

_PARTS = Path(__file__).parent / "pages" / "parts"


def application() -> None:
    """Draw what all pages stand in, and the page that is looked at."""
    said = words.navigation
    st.set_page_config(
        page_icon=str(_PARTS / "icon.svg"), layout="wide", initial_sidebar_state="auto"
    )
    st.html(_PARTS / "frame.css")
    keep_few()
    app_started()
    explore = st.Page("pages/explore.py", title=said.EXPLORE, icon=":material/show_chart:")
    selection = st.Page("pages/selection.py", title=said.SELECTION, icon=":material/rule:")
    problems = st.Page("pages/problems.py", title=said.PROBLEMS, icon=":material/code:")
    page = st.navigation([explore, selection, problems])
    page.run()
    if found := session.shown():
        study, view = found
        address.keep(link.write(view))
        st.set_page_config(page_title=title(page.title, study, view))


application()

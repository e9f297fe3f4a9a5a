"""Budgetscope's dashboard, as `app.py` serves it: what a visit runs, each time anew."""

import streamlit as st

from pages.parts import waits, words
from pages.parts.heaps import keep_few
from pages.parts.icon import icon
from pages.parts.title import title
from pages.parts.view import session


def dashboard() -> None:
    """Draw what all pages stand in, and the page that is looked at."""
    said = words.navigation
    st.set_page_config(
        page_icon=icon(),
        layout="wide",
        initial_sidebar_state="auto",
    )
    keep_few()
    page = st.navigation(
        [
            st.Page("explore.py", title=said.EXPLORE, icon=":material/show_chart:"),
            st.Page("pairs.py", title=said.PAIRS, icon=":material/grid_on:"),
            st.Page("reallocate.py", title=said.REALLOCATE, icon=":material/call_split:"),
            st.Page("selection.py", title=said.SELECTION, icon=":material/rule:"),
            st.Page("problems.py", title=said.PROBLEMS, icon=":material/code:"),
            st.Page("costs.py", title=said.COSTS, icon=":material/payments:"),
        ],
        position="hidden" if st.context.is_embedded else "sidebar",
    )
    with waits.told(page.url_path or "explore"):
        page.run()
    if shown := session.shown():
        st.set_page_config(page_title=title(page.title, *shown))


dashboard()

"""Budgetscope's dashboard: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages.parts import words
from pages.parts.arenas import keep_few
from pages.parts.entry import app_started


def application() -> None:
    """Draw what all pages stand in, and the page that is looked at."""
    said = words.navigation
    st.set_page_config(
        page_title=said.DASHBOARD,
        page_icon=str(Path(__file__).parent / "pages" / "parts" / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(
        """<style>
        .stMainBlockContainer { padding-top: 3.5rem; padding-bottom: 3rem; }
        .stMainBlockContainer h1 { font-size: clamp(1.25rem, 2.4vw, 1.75rem); padding-top: 0; }
        .stMainBlockContainer table { font-size: 0.875rem; white-space: nowrap; }
        [data-testid="stMarkdownContainer"]:has(table) { overflow-x: auto; }
        </style>"""
    )
    keep_few()
    app_started()
    st.navigation(
        [
            st.Page("pages/explore.py", title=said.EXPLORE, icon=":material/show_chart:"),
            st.Page("pages/selection.py", title=said.SELECTION, icon=":material/rule:"),
            st.Page("pages/problems.py", title=said.PROBLEMS, icon=":material/code:"),
        ]
    ).run()


application()

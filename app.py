"""Budgetscope's dashboard: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages.parts import words
from pages.parts.arenas import keep_few
from pages.parts.entry import app_started


def application() -> None:
    """Draw what all pages stand in, and the page that is looked at."""
    st.set_page_config(
        page_title=words.navigation.DASHBOARD,
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
            st.Page(f"pages/{file}.py", title=title, icon=f":material/{icon}:")
            for file, title, icon in (
                ("explore", words.navigation.EXPLORE, "show_chart"),
                ("selection", words.navigation.SELECTION, "rule"),
                ("problems", words.navigation.PROBLEMS, "code"),
            )
        ]
    ).run()


application()

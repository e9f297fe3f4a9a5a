"""Budgetscope's dashboard: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

st.set_page_config(
    page_title="Budgetscope",
    page_icon=str(Path(__file__).parent / "pages" / "parts" / "icon.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)
st.navigation([st.Page("pages/explore.py", title="Explore", icon=":material/show_chart:")]).run()

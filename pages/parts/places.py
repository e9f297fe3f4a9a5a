"""The pages that links lead to."""

from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

START = "explore.py"


@cache
def place(file: str) -> StreamlitPage:
    """Return a page to link to; made once, since to find its file takes longer than the link."""
    return st.Page(file, default=file == START)

"""Let a link open any page of a server that has just started.

Until `dashboard.py` has run once, Streamlit takes the folder `pages` for its old kind of navigation
and runs a page's file by itself. The file then starts the application instead.
"""

import runpy
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from backend.errors import UserError
from pages.parts import words
from pages.parts.text.foreign import markdown

_APP = Path(__file__).parents[2] / "dashboard.py"
_STARTED = "app_started"


def app_started() -> None:
    """Note that this visit went through `dashboard.py`."""
    st.session_state[_STARTED] = True


def run(page: Callable[[], None]) -> None:
    """Draw a page, within the application; data that cannot be shown are told in a box."""
    if _STARTED in st.session_state:
        try:
            page()
        except UserError as error:
            st.error(words.sentences.sentence(markdown(str(error))), icon=":material/database_off:")
    else:
        runpy.run_path(str(_APP))

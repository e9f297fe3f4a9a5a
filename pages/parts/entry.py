"""How a page's file draws its page."""

from collections.abc import Callable

import streamlit as st

from backend.errors import UserError
from pages.parts import data, words
from pages.parts.text.foreign import markdown


def run(page: Callable[[], None]) -> None:
    """Draw a page; data that cannot be shown are told in a box."""
    try:
        page()
    except UserError as error:
        if data.is_behind():
            st.rerun()  # what could not be read is shown no more
        st.error(words.sentences.sentence(markdown(str(error))), icon=":material/database_off:")
    finally:
        data.let_go()

"""The chart alone, as a page of somebody else's frames it by `?embed=true`."""

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from backend.answers import Studies
from backend.plain_text import one_line
from pages.parts import words
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import link
from pages.parts.view.view import View


def embedded(studies: Studies, view: View, draw: Callable[[], None]) -> None:
    """Draw it, say of which study it is, and lead to the whole page in a window of its own."""
    with st.container(key="embedded"):
        draw()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(markdown(one_line(studies.study(view.study).title, NAME)))
            st.link_button(
                words.explore.WHOLE,
                f"{st.context.url}/?{urlencode(link.write(view), doseq=True)}",
                icon=":material/open_in_new:",
                type="tertiary",
            )

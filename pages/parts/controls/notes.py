"""What is said of choices that could not be kept."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import words
from pages.parts.steady import steady
from pages.parts.text.foreign import markdown


def told(said: Sequence[str]) -> None:
    """Draw what had to be replaced in a link or a choice."""
    with steady():
        if said:
            lines = [words.sentences.ended(markdown(note)) for note in said]
            st.warning("  \n".join(lines), icon=":material/link_off:")

"""A place that is kept for what is drawn at times only."""

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def steady(*, width: Literal["stretch", "content"] = "stretch") -> DeltaGenerator:
    """Return a container that takes no room while nothing is in it.

    What follows keeps its place by it. Streamlit's page makes a widget anew whose place changes,
    and for a moment has the old one beside it, which writes back the value that it had: the next
    click then seems to choose that value.
    """
    return st.container(width=width)

"""The browser's address and history: one entry for each page, none for each choice.

Streamlit knows no other way to change a page's parameters than an entry for each change, and Back
would go through them one by one.
"""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from pages.parts.view.link import Parameters

_component = st.components.v2.component(
    "address",
    js=(Path(__file__).parent / "address.js").read_text(encoding="utf-8"),
)


def keep(parameters: Parameters) -> None:
    """Let a tab keep one entry for each page, the first with these parameters."""
    _component(key="address", data=urlencode(parameters, doseq=True))

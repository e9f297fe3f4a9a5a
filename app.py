"""Budgetscope's server: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from backend.elsewhere import allow
from pages.parts import health
from pages.parts.charts.budget import library
from pages.parts.document import Document

# Where a host serves it: "/a/b", or "" at the top.
_BASE = "/".join(["", *filter(None, st.get_option("server.baseUrlPath").split("/"))])

allow()

app = st.App(
    Path(__file__).parent / "pages" / "dashboard.py",
    routes=[library.route(_BASE), health.route(_BASE)],
    middleware=[Middleware(Document, base=_BASE)],
)

"""What a host's log says of visits: who waited how long for which page.

A visit has a number that is drawn when it begins and kept nowhere but in its session: nothing in a
line says who it was, from where, or what was asked.
"""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import streamlit as st

from pages.parts import words

LONG = 1.0
"""Seconds from which on a wait is told, beside the first of each visit."""


@contextmanager
def told(page: str) -> Iterator[None]:
    """Tell how long the server takes for what is done within: drawing a page.

    Args:
        page: its name in addresses.
    """
    state, began = st.session_state, time.monotonic()
    is_first = "visit" not in state
    if is_first:
        state.visit = secrets.token_hex(4)
    is_whole = False
    try:
        yield
        is_whole = True
    finally:
        seconds = time.monotonic() - began
        if is_first or seconds >= LONG:
            said = words.waits.line
            _log().info(said(page, seconds, state.visit, is_first=is_first, is_whole=is_whole))


@cache
def _log() -> logging.Logger:
    log = logging.getLogger("budgetscope.waits")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler())
    log.propagate = False
    return log

"""The data at hand: the newest snapshot, built on first start, followed ever after."""

from functools import cache
from threading import Lock

import streamlit as st

from backend.errors import UserError
from backend.store import store_directory
from backend.store.build import build_store
from backend.store.pointer import LatestStudies
from backend.store.shipped.studies import sources_digest
from backend.store.studies import Studies
from pages.parts.text.foreign import markdown

_ONE_BUILDER = Lock()  # two first visitors are two threads, and the workbench has one writer


def snapshot() -> Studies:
    """Return the newest readable snapshot; say so where it is not the current one.

    Builds it, visibly, where there is none or the shipped data has changed since. Stops the page
    with one sentence where there is nothing to show.
    """
    latest = _latest()
    try:
        found, trouble = latest.get()
    except UserError as error:
        with _ONE_BUILDER:
            return _built(latest, str(error))
    if _digest() not in found.digests and trouble is None:
        trouble = _rebuild()
        if trouble is None:
            found, trouble = latest.get()
    if trouble:
        st.warning(f"{markdown(trouble)}.", icon=":material/database_off:")
    return found


@st.cache_resource
def _latest() -> LatestStudies:
    return LatestStudies(store_directory())


@cache
def _digest() -> str:
    return sources_digest()


def _rebuild() -> str | None:
    """Rebuild once per process; return what kept it from happening."""
    with _ONE_BUILDER:
        return _rebuilt()


@cache
def _rebuilt() -> str | None:
    try:
        _run_build()
    except (UserError, OSError) as error:
        return f"The shipped data changed, but the data file could not be rebuilt: {error}"
    return None


def _built(latest: LatestStudies, reason: str) -> Studies:
    try:
        return latest.get()[0]  # built for another visitor meanwhile
    except UserError:
        _build(reason)
    return latest.get()[0]


def _build(reason: str) -> None:
    try:
        _run_build()
    except (UserError, OSError) as error:
        st.error(
            markdown(f"{reason}. Building it failed: {error}."), icon=":material/database_off:"
        )
        st.stop()


def _run_build() -> None:
    line = st.empty()

    def report(step: str) -> None:
        line.info(f"Building the data file, once, in a few seconds: {markdown(step)}")

    build_store(store_directory(), report)
    line.empty()

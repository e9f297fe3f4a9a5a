"""The data at hand: the newest data files, built on first start, followed ever after."""

import time
from threading import Lock

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backend.answers import Following, Studies
from backend.answers.library import Library
from backend.errors import HeldError, UserError
from pages.parts import words
from pages.parts.steady import steady
from pages.parts.text.foreign import markdown

_ONE_BUILDER = Lock()  # two first visitors are two threads, and the workbench has one writer
_LOOK_AGAIN = 0.5  # seconds
_LIBRARY = Library()


def studies() -> Studies:
    """Return the newest readable studies; say so where they are not the current ones.

    Builds it, visibly, where there is none or the shipped data has changed since.

    Raises:
        UserError: if there is nothing to show.
    """
    with steady():
        return _told()


def _told() -> Studies:
    try:
        found, trouble = _LIBRARY.get()
    except UserError:
        return _reading(_first())
    said = None
    if _LIBRARY.is_outdated():
        said = _rebuilt()
        if said is None:
            found, trouble = _LIBRARY.get()
    if trouble is not None:
        said = words.data.not_current(markdown(str(trouble)))
    if said is not None:
        st.warning(words.sentences.ended(said), icon=":material/database_off:")
    return _reading(found)


def _reading(found: Following) -> Following:
    st.session_state.reading = found
    return found


def is_behind() -> bool:
    """Return whether another run of this page would read something else, or make it anew."""
    state = st.session_state
    try:
        moved = "reading" in state and state.reading.is_behind()
        return moved or ("rebuilt" not in state and _LIBRARY.is_outdated())
    except UserError:
        return False


def let_go() -> None:
    """Say that this run of a page has read what it needs; what stays of it follows the newest."""
    if "reading" in st.session_state:
        st.session_state.reading.let_go()


def at_hand() -> Studies:
    """Return the newest readable studies, and say and build nothing.

    Raises:
        UserError: if there are none.
    """
    return _LIBRARY.get()[0]


def state() -> tuple[Studies | None, UserError | None]:
    """Return the newest readable studies, if there are any, and what is wrong; build nothing."""
    try:
        return _LIBRARY.get()
    except UserError as error:
        return None, error


def _first() -> Following:
    """Build the first data file, or wait until another visitor or program has built it."""
    line = st.empty()
    while True:
        try:
            with _ONE_BUILDER:
                return _built(line)
        except HeldError as error:
            line.info(words.data.waiting(markdown(str(error))))
        except UserError as error:
            raise UserError(words.data.not_built(str(error))) from error
        time.sleep(_LOOK_AGAIN)


def _built(line: DeltaGenerator) -> Following:
    try:
        found = _LIBRARY.get()[0]  # built for another visitor meanwhile
    except UserError:
        _build(line)
        found = _LIBRARY.get()[0]
    line.empty()
    return found


def _rebuilt() -> str | None:
    """Rebuild, once in a visit; return in Markdown what kept it from happening."""
    state = st.session_state
    if "rebuilt" not in state:
        with _ONE_BUILDER:
            state.rebuilt = _rebuild()
    said: str | None = state.rebuilt
    return said


def _rebuild() -> str | None:
    try:
        if _LIBRARY.is_outdated():
            _build(st.empty())
    except UserError as error:
        return words.data.not_rebuilt(markdown(str(error)))
    return None


def _build(line: DeltaGenerator) -> None:
    def report(step: str) -> None:
        line.info(words.data.building(markdown(step)))

    try:
        _LIBRARY.build(report)
    finally:
        line.empty()

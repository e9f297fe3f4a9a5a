"""Costs as a file to edit elsewhere, and lengths and prices set from one."""

from collections.abc import Sequence

import streamlit as st

from backend.answers import Studies
from backend.answers.cost_file import MOST_BYTES, read, written
from backend.answers.costs import Costed
from backend.errors import UserError
from pages.parts import words
from pages.parts.text.file_name import file_name
from pages.parts.text.foreign import markdown
from pages.parts.view import changes
from pages.parts.view.session import change
from pages.parts.view.view import View

_FILE, _REFUSED, _TAKEN = "cost-file", "cost_file_refused", "cost_file_taken"


def files(studies: Studies, view: View, costs: Sequence[Costed]) -> None:
    """Draw both, and what became of the last file."""
    state = st.session_state
    st.download_button(
        words.costs.DOWNLOAD,
        lambda: written(costs, view.assumptions),
        file_name=file_name(view.study, "costs"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.file_uploader(
        words.costs.UPLOAD,
        type="csv",
        max_upload_size=MOST_BYTES >> 20,
        help=words.costs.UPLOAD_HELP,
        key=_FILE,
        on_change=lambda: _take(studies, view),
    )
    if refused := state.get(_REFUSED):
        st.error(words.costs.not_taken(markdown(refused)), icon=":material/error:")
    elif taken := state.get(_TAKEN):
        st.success(words.costs.taken(taken), icon=":material/check:")


def _take(studies: Studies, view: View) -> None:
    """Set what a file says, all of it or nothing."""
    state = st.session_state
    state[_REFUSED] = state[_TAKEN] = None
    file = state[_FILE]
    if file is None:
        return
    models = {name: run.model for name, run in studies.runs(view.study).items()}
    try:
        settings = read(models, view.assumptions, file.getvalue())
    except UserError as error:
        state[_REFUSED] = str(error)
        return
    state[_TAKEN] = len(settings)
    change(studies, lambda view: changes.set_apart(studies, view, settings))

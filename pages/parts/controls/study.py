"""The choice of a study, and what is said where a page cannot show the chosen one."""

from collections.abc import Sequence

import streamlit as st

from backend.answers import Studies
from backend.plain_text import one_line
from backend.words.names import told_apart
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view.session import bound, choose
from pages.parts.view.view import View


def study(snapshot: Studies, view: View, studies: Sequence[str]) -> None:
    """Draw the choice of a study among those that a page can show, and the chosen one."""
    titles = _titles(snapshot, studies if view.study in studies else (view.study, *studies))
    st.selectbox(
        "Study",
        list(titles),
        format_func=titles.__getitem__,
        **bound(snapshot, view, "study"),
    )


def cannot_show(snapshot: Studies, view: View, studies: Sequence[str], lacking: str) -> None:
    """Say what the chosen study lacks for a page, and offer the studies that have it.

    Args:
        snapshot: of all studies.
        view: of the study that lacks something.
        studies: that the page can show.
        lacking: what the study lacks, in words: "has no samples to read".
    """
    title = one_line(snapshot.study(view.study).title, NAME)
    with st.container(border=True, key="cannot-show"):
        st.markdown(
            f":material/info: **{markdown(title)}** {lacking}. Your choice is kept: "
            "other pages still show it. Here you can look at:"
        )
        with st.container(horizontal=True):
            for place, (study_id, other) in enumerate(_titles(snapshot, studies).items()):
                st.button(
                    markdown(other),
                    key=f"look at {place}",
                    on_click=choose,
                    args=(snapshot, "study", study_id),
                )


def _titles(snapshot: Studies, studies: Sequence[str]) -> dict[str, str]:
    return told_apart({study: snapshot.study(study).title for study in studies})

"""Where a ranker picks wrong although there is a right answer."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from backend import words as facts
from backend.answers import Studies, selection
from backend.plain_text import one_line
from backend.records.ranking import Miss
from backend.records.samples import Listed
from pages.parts import words
from pages.parts.places import place
from pages.parts.selection.asked import Asked
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import link
from pages.parts.view.view import View

_FIRST = 8  # problems shown at first, and more at each click
_WIDTH = 170  # pixels of a name
_SHOWN = "misses-shown"  # in the session


def misses(studies: Studies, asked: Asked) -> None:
    """Draw the problems of the ranker that is looked at, the worst first, each with its answers."""
    row, ranker = asked.looked_at, asked.looked_at.name
    st.header(words.selection.WRONG, anchor=False)
    found = selection.misses(studies, asked.question, asked.model, ranker, row.k) if row.k else []
    if not found:
        st.markdown(words.selection.NOWHERE)
        return
    name = markdown(facts.rankers.plain_name(ranker), NAME)
    st.caption(words.selection.worst(len(found), name, row.k))
    _rows(studies, asked, found)
    if asked.model in studies.read_models(asked.view.study):
        st.page_link(
            place("problems.py"),
            label=words.selection.READ,
            icon=":material/menu_book:",
            query_params=link.write(replace(_ordered(asked), listed=Listed.FOOLED)),
        )


def _rows(studies: Studies, asked: Asked, found: Sequence[Miss]) -> None:
    count = st.session_state.setdefault(_SHOWN, _FIRST)
    readable = asked.model in studies.read_models(asked.view.study)
    with st.container(gap=None):
        for miss in found[:count]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _problem(asked, miss.problem, readable)
                said = words.selection.miss(miss.solved, miss.picked, asked.looked_at.k)
                st.caption(said, width="content")
    if len(found) > count:
        st.button(
            words.selection.more(len(found) - count),
            key=f"{_SHOWN}-more",
            on_click=lambda: st.session_state.update({_SHOWN: count + 2 * _FIRST}),
        )


def _problem(asked: Asked, problem: str, readable: bool) -> None:
    """Name a problem, with its answers behind it where they are kept."""
    name = markdown(one_line(problem, NAME))
    if readable:
        st.page_link(
            place("problems.py"),
            label=name,
            icon=":material/code:",
            width=_WIDTH,
            query_params=link.write(replace(_ordered(asked), problem=problem)),
        )
    else:
        st.markdown(name, width=_WIDTH)


def _ordered(asked: Asked) -> View:
    """Return the view in which answers are in the order of the ranker that is looked at."""
    return replace(asked.view, order=asked.looked_at.name)

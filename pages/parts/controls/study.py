"""The choice of a study, and what is said where a page cannot show the chosen one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import cycle, groupby

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.holdings import holdings
from backend.plain_text import one_line
from backend.records.study import Holding
from pages.parts import words
from pages.parts.steady import steady
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view.session import bound, choose
from pages.parts.view.view import View


def study(studies: Studies, view: View, ids: Sequence[str]) -> None:
    """Draw the choice of a study among those that a page can show, and what the chosen one is."""
    select(studies, view, ids)
    shows(studies, view)
    every(studies, view, ids)


def select(studies: Studies, view: View, ids: Sequence[str]) -> None:
    """Draw the choice of a study among those that a page can show."""
    titles = _titles(studies, _with_own(view, ids))
    st.selectbox(
        words.controls.STUDY,
        list(titles),
        format_func=titles.__getitem__,
        help=words.controls.STUDY_HELP,
        filter_mode="contains",
        **bound(studies, view, "study"),
    )


def shows(studies: Studies, view: View) -> None:
    """Draw what the chosen study shows, if it is known."""
    with steady():
        if said := studies.study(view.study).shows:
            st.caption(markdown(said))


def every(studies: Studies, view: View, ids: Sequence[str]) -> None:
    """Draw what opens the list of the studies that a page can show."""
    if st.button(
        words.studies.ALL, icon=":material/library_books:", type="tertiary", key="all-studies"
    ):
        _all(studies, _titles(studies, _with_own(view, ids)))


def _with_own(view: View, ids: Sequence[str]) -> Sequence[str]:
    return ids if view.study in ids else (view.study, *ids)


def _all(studies: Studies, titles: Mapping[str, str]) -> None:
    """Open a list of the studies that a page can show, by what they are good for."""

    @st.dialog(words.studies.ALL, width="large")
    def listed() -> None:
        kept = [held for held in holdings(studies) if held.study.id in titles]
        for purpose, group in groupby(kept, key=lambda held: held.study.purpose):
            st.subheader(words.studies.purpose(purpose), anchor=False)
            columns = cycle(st.columns(2, gap="medium"))
            for held, column in zip(group, columns, strict=False):
                with column:
                    _offered(studies, held, titles[held.study.id])

    listed()


def _offered(studies: Studies, held: Holding, title: str) -> None:
    with st.container(gap=None):
        if st.button(
            words.studies.title(markdown(title)),
            key=f"open-{held.study.id}",
            type="tertiary",
            on_click=choose,
            args=(studies, "study", held.study.id),
        ):
            st.rerun()
        shows = [markdown(held.study.shows)] if held.study.shows else []
        st.caption("  \n".join([*shows, words.studies.holding(held)]))


def cannot_show(
    studies: Studies, view: View, ids: Sequence[str], told: Callable[[str], str]
) -> None:
    """Say what the chosen study lacks for a page, and offer the studies that have it.

    Args:
        studies: that there are.
        view: of the study that lacks something.
        ids: of the studies that the page can show.
        told: says of a title, in Markdown, what the study lacks.
    """
    offer(studies, view, ids, told, "cannot-show", partial(choose, studies, "study"))


def offer(
    studies: Studies,
    view: View,
    ids: Sequence[str],
    told: Callable[[str], str],
    key: str,
    go: Callable[[str], None],
) -> None:
    """Say what the chosen study lacks, and offer others: a click goes to one, by its id.

    `told` is as in `cannot_show`; `key` is that of the box.
    """
    title = one_line(studies.study(view.study).title, NAME)
    with st.container(border=True, key=key):
        st.markdown(f":material/info: {told(markdown(title))}")
        with st.container(horizontal=True):
            for place, (study_id, other) in enumerate(_titles(studies, ids).items()):
                st.button(markdown(other), key=f"{key}-{place}", on_click=go, args=(study_id,))


def _titles(studies: Studies, ids: Sequence[str]) -> dict[str, str]:
    return facts.names.told_apart({study: studies.study(study).title for study in ids})

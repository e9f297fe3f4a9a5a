"""Pairs: all models of a study against each other at one budget, and the best of them at each."""

from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies, pairs
from backend.answers.charges import unit_of
from backend.answers.frontier import frontier
from backend.errors import UserError
from backend.files.spreadsheet import csv_text
from pages.parts import controls, data, entry, words
from pages.parts.charts.matrix import matrix
from pages.parts.charts.matrix.sent import Shown
from pages.parts.explore.filters import chips
from pages.parts.pairs.asked import Asked, asked, curves_of, opened
from pages.parts.pairs.best import best
from pages.parts.pairs.provenance import provenance, unlike
from pages.parts.places import place
from pages.parts.text.file_name import file_name
from pages.parts.text.foreign import markdown
from pages.parts.text.plain import sentence
from pages.parts.view import link, session
from pages.parts.view.view import View

_OPENED = "opened_pair"  # in the session: a cell was clicked


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    ids = [study for study in studies.studies if len(studies.runs(study)) > 1]
    if not ids:
        st.info(words.pairs.NO_STUDY)
        return
    view = session.current(studies, ids)
    if st.session_state.pop(_OPENED, False):
        st.switch_page(place("explore.py"), query_params=link.write(view))
    with st.sidebar:
        _less_often(studies, view)
    st.title(words.pairs.TITLE)
    st.markdown(words.pairs.LEAD)
    _choices(studies, view, ids)
    found = None
    if view.study in ids:
        found = _found(studies, view)
    else:
        controls.study.cannot_show(studies, view, ids, words.pairs.cannot_show)
    if found:
        _draw(studies, view, found)
    session.write_link(view, found.budget if found else None)


def _found(studies: Studies, view: View) -> Asked | None:
    """Return what is shown; say why there is nothing."""
    try:
        curves = curves_of(studies, view)
        if len(curves) > 1:
            return asked(studies, view, curves)
    except UserError as error:
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        return None
    st.info(words.pairs.TOO_FEW)
    return None


def _choices(studies: Studies, view: View, ids: Sequence[str]) -> None:
    """Draw what is asked: how answers are picked, of which study, paid in what."""
    controls.flip.flip(studies, view)
    with st.container(horizontal=True, vertical_alignment="bottom", key="about"):
        controls.study.select(studies, view, ids)
        controls.budgets.kind(studies, view)
        controls.study.every(studies, view, ids)
    controls.study.shows(studies, view)
    chips(studies, view)
    controls.notes.told(session.notes())


def _less_often(studies: Studies, view: View) -> None:
    """Draw what is chosen less often."""
    with st.expander(words.pairs.CHOICES, expanded=True):
        controls.curves.counted(studies, view)
        controls.problems.filters(studies, view)
    with st.expander(words.pairs.COST):
        controls.costs.often(studies, view)


def _draw(studies: Studies, view: View, found: Asked) -> None:
    runs = studies.runs(view.study)
    matrix(
        Shown(
            sweep=found.sweep,
            best=found.best,
            budget=found.budget,
            unit=unit_of(studies, view.question),
            labels=facts.pairs.names(found.sweep),
            families={model: runs[model].family or "" for model in found.sweep.models},
            stops=view.question.stops,
        ),
        on_release=lambda budget: session.choose(studies, "budget", budget),
        on_open=lambda row, column, budget: _open(studies, row, column, budget),
    )
    unlike(studies, view)
    if found.best:
        best(found.best, stops=view.question.stops)
    _not_compared(studies, view, found)
    _downloads(studies, view, found)
    provenance(studies, view)


def _open(studies: Studies, row: str, column: str, budget: float) -> None:
    session.change(studies, lambda view: opened(studies, view, row, column))
    # Chosen, and so kept where the new pair has no data: that it ends there is told in Explore.
    session.choose(studies, "budget", budget)
    st.session_state[_OPENED] = True


def _not_compared(studies: Studies, view: View, found: Asked) -> None:
    """Say which models are in neither, and why."""
    controls.models.missing(studies, view)
    sweep, best = found.sweep, found.best
    apart = [*facts.frontier.unlike(best), *facts.frontier.lacking(best)] if best else []
    for text in [*apart, *facts.pairs.left_out(sweep.without, facts.pairs.names(sweep))]:
        st.caption(sentence(text))


def _downloads(studies: Studies, view: View, found: Asked) -> None:
    said = words.pairs
    question, budget = view.question, found.budget
    with st.container(horizontal=True, key="downloads"):
        st.download_button(
            said.DOWNLOAD_PAIRS,
            lambda: csv_text(pairs.pairs(studies, question, budget).rows()),
            file_name=file_name(view.study, f"{view.budget_kind}-pairs"),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        if found.best:
            st.download_button(
                said.DOWNLOAD_BEST,
                lambda: csv_text([step.row() for step in frontier(studies, question).steps]),
                file_name=file_name(view.study, f"{view.budget_kind}-best"),
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
    if found.best and (listed := facts.frontier.spread(found.best)):
        st.caption(sentence(listed))


entry.run(page)

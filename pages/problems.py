"""Problems: pick one, and read what two models answered, with verdicts and rankers' scores."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from backend.answers import Studies, samples
from backend.errors import UserError
from backend.records.samples import Standing
from pages.parts import controls, data, entry, words
from pages.parts.problems import listing
from pages.parts.problems.answers import answers, prompt
from pages.parts.problems.asked import Asked, asked
from pages.parts.problems.pair import pair
from pages.parts.steady import steady
from pages.parts.text.foreign import markdown
from pages.parts.view import session
from pages.parts.view.view import View


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    ids = samples.readable_studies(studies)
    if not ids:
        st.info(words.problems.NO_STUDY)
        return
    view = session.current(studies, ids)
    readable = view.study in ids
    with st.sidebar:
        controls.study.study(studies, view, ids)
        if readable:
            _controls(studies, view)
    st.title(words.problems.TITLE)
    controls.notes.told(session.notes())
    if not readable:
        controls.study.cannot_show(studies, view, ids, words.problems.cannot_show)
        session.write_link(view)
    elif (found := _asked(studies, view)) and (rows := _listed(studies, found)):
        problem = _problem(studies, found, rows)
        session.write_link(replace(view, problem=problem))
    else:
        session.write_link(view)


def _controls(studies: Studies, view: View) -> None:
    known = studies.read_models(view.study)
    controls.models.one_of_pair(words.problems.LEFT, studies, view, "small", known, pair)
    with steady():
        if len(known) > 1:
            controls.models.one_of_pair(words.problems.RIGHT, studies, view, "large", known, pair)
    controls.problems.filters(studies, view)


def _asked(studies: Studies, view: View) -> Asked | None:
    """Return what is asked; say why not where the filters cannot be met."""
    try:
        return asked(studies, view)
    except UserError as error:
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        return None


def _listed(studies: Studies, found: Asked) -> list[Standing]:
    """Draw the choice of problems, and return those that are listed; say so where none is."""
    listing.choices(studies, found)
    rows = found.shown()
    if not rows:
        st.info(words.problems.NO_PROBLEM, icon=":material/filter_alt_off:")
    return rows


def _problem(studies: Studies, found: Asked, rows: Sequence[Standing]) -> str:
    """Draw the list, the problem that is read and what was answered; return which one it is."""
    view, names = found.view, [row.problem for row in rows]
    problem = listing.chosen(view, names)
    listing.table(studies, found, rows, problem)
    listing.heading(studies, names, problem)
    said = studies.asked(view.study, problem)
    prompt(said)
    controls.answers.shown(studies, view)
    sides = [
        samples.answers(studies, view.study, model, problem, view.show, view.order)
        for model in dict.fromkeys((view.small, view.large))
    ]
    for place, column in enumerate(st.columns(len(sides), gap="medium")):
        with column:
            answers(sides, place, said, view.order)
    return problem


entry.run(page)

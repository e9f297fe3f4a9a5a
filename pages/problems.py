"""Problems: pick one, and read what two models answered, with verdicts and rankers' scores."""

from dataclasses import replace

import streamlit as st

from backend.answers import Studies, samples
from backend.errors import UserError
from backend.records.samples import SolveRates
from pages.parts import controls, data, entry, words
from pages.parts.problems import listing
from pages.parts.problems.answers import answers, prompt
from pages.parts.problems.pair import pair
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
    elif rates := _rates(studies, view):
        problem = _problem(studies, view, rates)
        session.write_link(replace(view, problem=problem))
    else:
        session.write_link(view)


def _controls(studies: Studies, view: View) -> None:
    known = studies.read_models(view.study)
    controls.models.one_of_pair(words.problems.LEFT, studies, view, "small", known, pair)
    if len(known) > 1:
        controls.models.one_of_pair(words.problems.RIGHT, studies, view, "large", known, pair)
    controls.problems.filters(studies, view)


def _rates(studies: Studies, view: View) -> list[SolveRates]:
    """Return the problems that pass the filter; say so where none does."""
    try:
        rates = samples.solve_rates(
            studies, view.study, list(studies.runs(view.study)), view.question.problems
        )
    except UserError as error:
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        return []
    if not rates:
        st.info(words.problems.NO_PROBLEM, icon=":material/filter_alt_off:")
    return rates


def _problem(studies: Studies, view: View, rates: list[SolveRates]) -> str:
    """Draw the problems, the one that is read and what was answered; return which one it is."""
    names = [row.problem for row in rates]
    problem = listing.chosen(view, names)
    listing.table(studies, rates, problem)
    listing.heading(studies, names, problem)
    prompt(studies.asked(view.study, problem))
    controls.answers.shown(studies, view)
    shown = pair(studies, view)
    sides = tuple(dict.fromkeys((shown.small, shown.large)))
    for column, model in zip(st.columns(len(sides), gap="medium"), sides, strict=True):
        with column:
            found = samples.answers(studies, view.study, model, problem, view.show, view.order)
            answers(found, view.order)
    return problem


entry.run(page)

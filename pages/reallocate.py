"""Reallocate: the best way to spend a budget on the models that one has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.charges import unit_of
from backend.answers.reallocate import charges_of, counted_studies
from backend.errors import UserError
from backend.files.spreadsheet import csv_text
from backend.records.allocation import Allocation
from backend.records.scores import Charge
from pages.parts import controls, data, entry, words
from pages.parts.explore.filters import chips
from pages.parts.pairs.provenance import provenance
from pages.parts.reallocate.asked import asked, budget_of, reached_by_one
from pages.parts.reallocate.onwards import curves_of, onwards
from pages.parts.reallocate.plan import plan
from pages.parts.steady import steady
from pages.parts.text.file_name import file_name
from pages.parts.text.foreign import markdown
from pages.parts.view import session
from pages.parts.view.view import View


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    counted = counted_studies(studies)
    view = session.current(studies, counted)
    st.title(words.reallocate.TITLE, anchor=False)
    st.markdown(words.reallocate.LEAD)
    if view.study not in counted:
        controls.notes.told(session.notes())
        controls.study.cannot_show(studies, view, counted, words.reallocate.cannot_show)
        session.write_link(view)
        return
    with st.sidebar:
        _less_often(studies, view)
    budget = budget_of(studies, view)
    _choices(studies, view, budget, counted)
    curves = view
    try:
        found = asked(studies, view, budget)
    except UserError as error:
        st.info(words.sentences.sentence(markdown(str(error))), icon=":material/filter_alt_off:")
    else:
        charges = charges_of(studies, view.question, found)
        curves = curves_of(view, found, charges)
        plan(found, charges, studies.study(view.study).title, _lengths(studies, view, charges))
        _follow(studies, view, found)
    onwards(view, curves)
    provenance(studies, view)
    session.write_link(view, budget if view.target is None else None)


def _lengths(studies: Studies, view: View, charges: Mapping[str, Charge]) -> list[str]:
    """Return how long answers are taken to be, where costs depend on it."""
    models = [studies.run(view.study, model).model for model in charges]
    asked = view.question.assumptions
    counted = facts.costs.lengths(view.budget_kind, list(charges.values()), models, asked)
    return [counted] if counted else []


def _choices(studies: Studies, view: View, budget: float, ids: Sequence[str]) -> None:
    """Draw what is asked: of which study and models, what for, by which plans."""
    controls.flip.flip(studies, view, stopping=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="about"):
        controls.study.select(studies, view, ids)
        controls.budgets.kind(studies, view)
        controls.study.every(studies, view, ids)
    controls.plans.pool(studies, view)
    unit = unit_of(studies, replace(view.question, stop_first=view.policy.stops))
    with st.container(horizontal=True, vertical_alignment="bottom", key="wanted"):
        with steady(width="content"):
            if view.ranker is None:
                controls.plans.goal(studies, view, reached_by_one(studies, view))
        if view.ranker is not None or view.target is None:
            controls.plans.budget(studies, budget, unit)
        else:
            controls.plans.target(studies, view)
        if view.ranker is None:
            controls.plans.policy(studies, view)
    controls.plans.unread(view, budget, unit)
    chips(studies, view)
    controls.notes.told(session.notes())


def _less_often(studies: Studies, view: View) -> None:
    """Draw what is chosen less often."""
    with st.expander(words.reallocate.OTHERS):
        controls.curves.counted(studies, view)
        controls.problems.filters(studies, view)
    with st.expander(words.reallocate.COST):
        controls.costs.often(studies, view)


def _follow(studies: Studies, view: View, found: Allocation) -> None:
    """Draw the plan as a program, and what can be taken along."""
    said = words.reallocate
    drawn = facts.studies.sampling(studies.study(view.study))
    code = facts.plan_program.program(found, drawn) if found.ranker is None else None
    if code is not None:
        with st.expander(said.FOLLOW):
            st.caption(said.FOLLOW_HELP)
            st.code(code, language="python")
    with st.container(horizontal=True, key="downloads"):
        _download(
            said.DOWNLOAD_PLAN, facts.plan_program.plan_json(found), "plan.json", "application/json"
        )
        if code is not None:
            _download(said.DOWNLOAD_PROGRAM, code, "plan.py", "text/x-python")
        table = file_name(view.study, f"{view.budget_kind}-plans")
        _download(said.DOWNLOAD_TABLE, csv_text(facts.allocation.rows(found)), table, "text/csv")


def _download(label: str, text: str, name: str, mime: str) -> None:
    st.download_button(
        label, text, file_name=name, mime=mime, icon=":material/download:", on_click="ignore"
    )


entry.run(page)

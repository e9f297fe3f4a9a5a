"""Explore: drag a budget over the curves of a study and see which model is the better buy."""

import re
from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies, comparison, curves
from backend.answers.charges import unit_of
from backend.errors import UserError
from backend.records.scores import Curve
from pages.parts import controls, data, entry, words
from pages.parts.charts.budget import budget_chart
from pages.parts.charts.budget.message import Mark, message
from pages.parts.charts.palette import colours
from pages.parts.explore.provenance import provenance
from pages.parts.text import numbers
from pages.parts.text.foreign import markdown
from pages.parts.text.verdict import beyond, remark, verdict
from pages.parts.view import session
from pages.parts.view.view import View


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    view = session.current(studies)
    with st.sidebar:
        controls.study.study(studies, view, list(studies.studies))
        controls.models.compared(studies, view)
        with st.expander(words.explore.CURVES):
            controls.curves.bands(studies, view)
            controls.curves.reach(studies, view)
            if view.ranker is not None:
                controls.curves.ranker_cost(studies, view)
            controls.problems.filters(studies, view)
        with st.expander(words.explore.COST):
            controls.costs.assumptions(studies, view)
    st.title(words.explore.TITLE)
    controls.notes.told(session.notes())
    controls.budgets.kind_and_selection(studies, view)
    try:
        shown = _shown(studies, view)
    except UserError as error:
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        session.write_link(view)
        return
    budget = _budget(view, shown)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _chart(studies, view, shown, budget)
    with right:
        _verdict(studies, view, shown, budget)
    _beyond(studies, view, budget)
    _numbers(studies, view, shown, budget)
    provenance(studies, view, shown)
    session.write_link(view, budget)


def _shown(studies: Studies, view: View) -> list[Curve]:
    """Return the curves, all of them over the problems that the pair shares if they can be."""
    pair, found = (view.small, view.large), []
    for model in view.models:
        try:
            found.append(curves.curve(studies, view.question, model, pair))
        except UserError:
            if model in pair:
                raise
            found.append(curves.curve(studies, view.question, model))
    return found


def _budget(view: View, shown: Sequence[Curve]) -> float:
    """Return the chosen budget within the chart, or one that pays for one answer of the pair."""
    if view.budget is None:
        return curves.opening_budget([c for c in shown if c.model in (view.small, view.large)])
    low = min(curves.opening_budget([curve]) for curve in shown)
    high = max(float(curve.budget[-1]) for curve in shown)
    return min(max(view.budget, low), max(low, high))


def _chart(studies: Studies, view: View, shown: Sequence[Curve], budget: float) -> None:
    in_order = sorted(shown, key=lambda curve: curve.one.value)
    budget_chart(
        message(
            in_order,
            facts.names.short_labels(view.models),
            colours(view.small, view.large, view.further),
            view.budget_kind,
            unit_of(studies, view.question),
            budget,
            view.bands,
            _marks(studies, view, in_order),
        ),
        lambda chosen: session.choose(studies, "budget", chosen),
    )


def _marks(studies: Studies, view: View, shown: Sequence[Curve]) -> list[Mark]:
    """Return what one answer of each model scores, where a ranker selects among many."""
    if view.ranker is None:
        return []
    labels = facts.names.short_labels(view.models)
    shades = colours(view.small, view.large, view.further)
    return [
        Mark(
            labels[each.model],
            shades[each.model],
            curves.references(studies, view.question, each.model),
        )
        for each in shown
    ]


def _verdict(studies: Studies, view: View, shown: Sequence[Curve], budget: float) -> None:
    with st.container(border=True, key="verdict"):
        if view.small == view.large:
            st.markdown(words.explore.ONE_MODEL)
            return
        try:
            found = comparison.compare(studies, view.question, view.small, view.large, budget)
            verdict(found, {m: _true_size(studies, view, m) for m in (view.small, view.large)})
        except UserError as error:
            st.markdown(words.sentences.sentence(markdown(str(error))))
        charges = {curve.model: curve.charge for curve in shown}
        for caution in facts.costs.cautions(view.budget_kind, charges):
            remark(words.explore.see_cost(caution))
        if taken := facts.costs.tests_as_judges(view.ranker):
            remark(taken)


def _beyond(studies: Studies, view: View, budget: float) -> None:
    """Draw what holds beyond the chosen budget; nothing where the pair cannot be compared."""
    asked = studies, view.question, view.small, view.large, budget
    if view.small == view.large:
        return
    try:
        found = comparison.compare(*asked)
    except UserError:
        return
    with st.container(border=True, key="beyond"):
        beyond(found, comparison.redrawn(*asked), comparison.after_cut_offs(*asked))


def _true_size(studies: Studies, view: View, model: str) -> str | None:
    run = studies.run(view.study, model)
    return facts.names.true_size(model, run.model.architecture)


def _numbers(studies: Studies, view: View, shown: Sequence[Curve], budget: float) -> None:
    asked = view.question
    unit = words.numbers.TIMES if asked.in_references else unit_of(studies, asked)
    st.markdown(numbers.at_budget(shown, budget, unit))
    st.download_button(
        words.explore.DOWNLOAD,
        lambda: numbers.all_points(shown),
        file_name=f"{_file_name(view.study)}-{view.budget_kind}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _file_name(study: str) -> str:
    return re.sub(r"[^\w.-]+", "-", study, flags=re.ASCII).strip("-.")[:60] or "study"


entry.run(page)

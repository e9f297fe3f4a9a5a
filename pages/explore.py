"""Explore: drag a budget over the curves of a study and see which model is the better buy."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from backend import curves, wording
from backend.amounts import amount
from backend.costs import BudgetKind
from backend.curves import UNIT_TESTS, Curve
from backend.errors import UserError
from backend.store.snapshot import Snapshot
from pages.parts import controls, data, entry, numbers, session
from pages.parts.budget_chart import budget_chart
from pages.parts.budget_chart.message import Mark, message, round_up
from pages.parts.palette import colours
from pages.parts.verdict import remark, sentence, verdict
from pages.parts.view import View


def page() -> None:
    """Draw the page."""
    snapshot = data.snapshot()
    view = session.current(snapshot)
    with st.sidebar:
        controls.study_and_models(snapshot, view)
        with st.expander("Curves and problems"):
            controls.curve_options(snapshot, view)
        with st.expander("Cost of one answer"):
            controls.assumptions(snapshot, view)
    st.title("For the same budget: one answer of a large model, or many of a small one?")
    controls.notes(session.notes())
    controls.budget_and_selection(snapshot, view)
    try:
        shown = [curves.curve(snapshot, view.question, model) for model in view.models]
    except UserError as error:
        st.info(f"{error}.", icon=":material/filter_alt_off:")
        return
    budget = _budget(view, shown)
    left, right = st.columns([7, 3], gap="medium")
    with left:
        _chart(snapshot, view, shown, budget)
    with right:
        _verdict(snapshot, view, budget)
    _numbers(snapshot, view, shown, budget)
    _provenance(snapshot, view, shown)
    session.write_link(view, budget)


def _budget(view: View, shown: Sequence[Curve]) -> float:
    """Return the chosen budget within the chart, or that of one answer of the large model."""
    if view.budget is None:
        large = next(curve for curve in shown if curve.model == view.large)
        return round_up(large.one.value, 4)
    low = min(round_up(curve.one.value, 4) for curve in shown)
    high = max(float(curve.budget[-1]) for curve in shown)
    return min(max(view.budget, low), max(low, high))


def _chart(snapshot: Snapshot, view: View, shown: Sequence[Curve], budget: float) -> None:
    in_order = sorted(shown, key=lambda curve: curve.one.value)
    budget_chart(
        message(
            in_order,
            wording.short_labels(view.models),
            colours(view.small, view.large, view.further),
            view.question.budget_kind,
            curves.unit_of(snapshot, view.question),
            budget,
            view.bands,
            _marks(snapshot, view, in_order),
        ),
        lambda chosen: session.change(snapshot, lambda old: replace(old, budget=chosen)),
    )


def _marks(snapshot: Snapshot, view: View, shown: Sequence[Curve]) -> list[Mark]:
    """Return what one answer of each model scores, where a ranker selects among many."""
    if view.question.selection == UNIT_TESTS:
        return []
    labels = wording.short_labels(view.models)
    shades = colours(view.small, view.large, view.further)
    return [
        Mark(
            labels[each.model],
            shades[each.model],
            curves.references(snapshot, view.question, each.model),
        )
        for each in shown
    ]


def _verdict(snapshot: Snapshot, view: View, budget: float) -> None:
    with st.container(border=True, key="verdict"):
        if view.small == view.large:
            st.markdown("This study has one model: drag the budget to read its curve.")
            return
        try:
            verdict(curves.compare(snapshot, view.question, view.small, view.large, budget))
        except UserError as error:
            st.markdown(f"{sentence(str(error))}.")
        if caution := _caution(snapshot, view):
            remark(caution)


def _caution(snapshot: Snapshot, view: View) -> str | None:
    """Warn where a cost of the pair is no more than an estimate."""
    origins = {
        curves.curve(snapshot, view.question, model).one.origin
        for model in (view.small, view.large)
    }
    if origins == {"measured", "estimated"}:
        return "one time was measured and the other is a lower bound: do not decide by them"
    if "estimated" not in origins:
        return None
    if view.question.budget_kind is BudgetKind.TIME:
        return "times are estimates, a lower bound: set the machine under Cost of one answer"
    return "prices are presets by size and no quotes: set yours under Cost of one answer"


def _numbers(snapshot: Snapshot, view: View, shown: Sequence[Curve], budget: float) -> None:
    unit = curves.unit_of(snapshot, view.question)
    st.markdown(numbers.at_budget(shown, budget, unit))
    st.download_button(
        "Download all points (CSV)",
        lambda: numbers.all_points(shown),
        file_name=f"{view.question.study}-{view.question.budget_kind}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _provenance(snapshot: Snapshot, view: View, shown: Sequence[Curve]) -> None:
    study = snapshot.study(view.question.study)
    with st.expander("Where this data comes from, and its caveats"):
        labels = wording.short_labels(view.models)
        samples = ", ".join(f"{labels[curve.model]} {curve.n_samples:,}" for curve in shown)
        unit = curves.unit_of(snapshot, view.question)
        costs = "".join(
            f"\n    - {curve.model}: "
            f"{amount(curve.one.value, unit)}, "
            f"{curve.one.origin} ({curve.one.note})"
            for curve in shown
        )
        facts = [
            f"**Benchmark.** {study.benchmark}; {shown[0].n_problems} of "
            f"{study.n_problems} problems shown.",
            f"**Sampling.** {study.sampling}. Samples a problem: {samples}.",
            f"**Source.** {study.source}.",
            f"**Cost of one answer.** Prompts are not counted.{costs}",
            *(f"**Mind.** {caveat}" for caveat in study.caveats),
        ]
        st.markdown("\n".join(f"- {fact}" for fact in facts).replace("$", "\\$"))


entry.run(page)

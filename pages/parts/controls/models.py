"""The choice of models: two to compare, further ones, and those whose samples are looked at."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.charges import cost_of_one, placed, unit_of
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost
from pages.parts import words
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.steady import steady
from pages.parts.text.foreign import markdown
from pages.parts.view import changes
from pages.parts.view.session import bound, widget
from pages.parts.view.view import View

Named = Callable[[str], str]
"""Names a model of a study, as lists do."""
Pair = Callable[[Studies, View], View]
"""Returns a view with the pair that a page shows in place of the chosen one."""


def compared(studies: Studies, view: View, named: Named) -> None:
    """Draw, in a row, the choice of the two models that are compared."""
    known, _ = placed(studies, view.question)
    with st.container(horizontal=True, wrap=False, key="pair"):
        for label, side in ((words.controls.SMALL, "small"), (words.controls.LARGE, "large")):
            st.selectbox(
                label,
                known,
                format_func=named,
                filter_mode="contains",
                **bound(studies, view, side),
            )


def further(studies: Studies, view: View, named: Named) -> None:
    """Draw the choice of the models beside the pair, and which have no place there."""
    known, _ = placed(studies, view.question)
    st.multiselect(
        words.controls.FURTHER,
        [model for model in known if model not in (view.small, view.large)],
        format_func=named,
        max_selections=MAX_FURTHER,
        placeholder=words.controls.ADD,
        filter_mode="contains",
        select_all=False,
        **bound(studies, view, "further"),
    )
    missing(studies, view)


def missing(studies: Studies, view: View) -> None:
    """Draw which models have no place on the axis, and why; nothing where all have one."""
    _, unplaced = placed(studies, view.question)
    reasons = {model: facts.costs.no_cost(cost) for model, cost in unplaced.items()}
    with steady():
        if reasons:
            _unplaced(reasons)


def _unplaced(reasons: Mapping[str, str]) -> None:
    with st.expander(words.controls.not_on_axis(len(reasons))):
        st.caption(words.controls.elsewhere(len(reasons)))
        for reason in dict.fromkeys(reasons.values()):
            models = [model for model in reasons if reasons[model] == reason]
            names = [markdown(facts.names.short_name(model)) for model in models]
            st.caption(words.controls.not_on_axis_because(names, markdown(reason)))


def one_of_pair(
    label: str, studies: Studies, view: View, side: str, known: Sequence[str], pair: Pair
) -> None:
    """Draw the choice of one side of the pair that a page shows: "small" or "large"."""
    st.selectbox(
        label,
        known,
        format_func=sized(studies, view),
        filter_mode="contains",
        **widget(
            studies,
            side,
            getattr(pair(studies, view), side),
            lambda view, chosen: changes.chosen(studies, pair(studies, view), side, chosen),
        ),
    )


def sized(studies: Studies, view: View) -> Named:
    """Return what names models, with what one answer costs, and sizes where names round them."""
    runs = studies.runs(view.study)
    named = facts.names.told_apart(
        {name: facts.names.sized_name(name, run.model.architecture) for name, run in runs.items()}
    )
    return {name: _costing(studies, view, name, label) for name, label in named.items()}.__getitem__


def _costing(studies: Studies, view: View, model: str, label: str) -> str:
    cost = cost_of_one(studies, view.question, model)
    if isinstance(cost, NoCost) or view.budget_kind is BudgetKind.SAMPLES:
        return label
    unit = unit_of(studies, view.question)
    return words.controls.costing(label, facts.amounts.amount(cost.value, unit))

"""One model's costs with the formulas filled in."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.costs import Costed
from backend.maths.assumptions import BudgetKind
from pages.parts import words
from pages.parts.text.plain import unbroken
from pages.parts.view.session import widget
from pages.parts.view.view import View


def worked(studies: Studies, view: View, costs: Sequence[Costed]) -> None:
    """Draw which model's costs are worked out, and how they come about."""
    said, name = words.costs, view.worked or view.small
    st.header(said.WORKED, anchor=False)
    names = facts.names.told_apart(
        {
            each.model.name: facts.names.sized_name(each.model.name, each.model.architecture)
            for each in costs
        }
    )
    st.selectbox(
        said.WORKED_FOR,
        list(names),
        format_func=names.__getitem__,
        filter_mode="contains",
        width=420,
        **widget(studies, "worked", name, lambda view, chosen: replace(view, worked=chosen)),
    )
    each = next(each for each in costs if each.model.name == name)
    st.markdown("\n".join(f"- {line}" for line in _lines(each, view)))


def _lines(each: Costed, view: View) -> list[str]:
    said, told, size = words.costs, facts.formulas, each.model.architecture
    flops, time, dollars = (each.costs[kind] for kind in (*_KINDS,))
    return [
        *([said.weights(unbroken(told.weights(size)))] if size else []),
        said.flops(unbroken(told.of_flops(flops, size, each.tokens, view.assumptions))),
        said.seconds(unbroken(told.of_time(time))),
        said.dollars(unbroken(told.of_dollars(dollars))),
    ]


_KINDS = (BudgetKind.FLOPS, BudgetKind.TIME, BudgetKind.DOLLARS)

"""How the ranker that is looked at does, in a card, and what to mind about costs."""

import math

import streamlit as st

from backend import words as facts
from backend.answers import Studies, selection
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from pages.parts import words
from pages.parts.selection.asked import Asked
from pages.parts.text.foreign import NAME, markdown
from pages.parts.text.plain import remark, sentence


def summary(studies: Studies, asked: Asked) -> None:
    """Draw the card; nothing where the budget pays for no answer."""
    row = asked.looked_at
    if math.isnan(row.score):
        return
    with st.container(border=True, key="verdict", gap="small"):
        name = markdown(facts.rankers.plain_name(row.name), NAME)
        model = markdown(facts.names.short_name(asked.model))
        best = selection.best_of(studies, asked.question, asked.model, asked.budget)
        chosen_by_us = best is not None and best.name == row.name
        looked_at = best.candidates if best and chosen_by_us else 1
        st.markdown(words.selection.picks(name, model, row.k, row.score))
        if told := _to_beat(studies, asked, looked_at):
            st.markdown(told)
        st.markdown(words.selection.between(row.k, row.gap, row.chance, row.tests))
        if best and chosen_by_us:
            st.caption(remark(facts.selection.best_of_many(best)))


def cautions(asked: Asked) -> None:
    """Draw what must be known of the costs on the chart."""
    kind = asked.view.budget_kind
    said = facts.costs.cautions(kind, {each.name: each.curve.charge for each in asked.rows})
    if kind is BudgetKind.DOLLARS:
        said.append(words.selection.NO_PRICE)
    for caution in said:
        st.caption(remark(caution))


def _to_beat(studies: Studies, asked: Asked, looked_at: int) -> str:
    """Say how the pick does against one answer of the other model; nothing without one."""
    row, rival = asked.looked_at, asked.view.large
    if rival == asked.model:
        return ""
    try:
        duel = selection.against_one(
            studies, asked.question, asked.model, row.name, row.k, rival, looked_at
        )
    except UserError:
        return ""
    told = facts.selection.duel(duel, facts.names.short_name(rival), looked_at)
    return sentence(told)

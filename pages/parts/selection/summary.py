"""How the ranker that is looked at does, in a card."""

import math

import streamlit as st

from backend import words as facts
from backend.answers import Studies, selection
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from pages.parts import words
from pages.parts.selection.asked import Asked
from pages.parts.text.foreign import NAME, markdown
from pages.parts.text.verdict import remark


def summary(studies: Studies, asked: Asked) -> None:
    """Draw the card; nothing where the budget pays for no answer."""
    row, kind = asked.looked_at, asked.view.budget_kind
    if math.isnan(row.score):
        return
    with st.container(border=True, key="verdict"):
        name, model = markdown(row.name, NAME), markdown(facts.names.short_name(asked.model))
        st.markdown(
            words.selection.summary(name, model, row.k, row.score, row.gap, row.chance, row.tests)
        )
        best = selection.best_of(studies, asked.question, asked.model, asked.budget)
        chosen_by_us = best is not None and best.name == row.name
        looked_at = best.candidates if best and chosen_by_us else 1
        if told := _to_beat(studies, asked, looked_at):
            st.markdown(told)
        if best and chosen_by_us:
            remark(facts.selection.best_of_many(best))
        if kind is BudgetKind.DOLLARS:
            remark(words.selection.NO_DOLLARS)
        charges = {each.name: each.curve.charge for each in asked.rows}
        for caution in facts.costs.cautions(kind, charges):
            remark(caution)


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
    return words.sentences.sentence(markdown(told))

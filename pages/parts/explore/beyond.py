"""What the chosen budget alone does not tell: all budgets, the saving, what may have been seen."""

import streamlit as st

from backend import words as facts
from backend.answers import Studies, comparison
from backend.errors import UserError
from pages.parts import words
from pages.parts.text.foreign import markdown
from pages.parts.text.plain import sentence, unbroken
from pages.parts.view.view import View


def beyond(studies: Studies, view: View, budget: float) -> None:
    """Draw it; nothing where the pair cannot be compared."""
    asked = studies, view.question, view.small, view.large, budget
    if view.small == view.large:
        return
    try:
        found = comparison.compare(*asked)
    except UserError:
        return
    said = words.verdict
    with st.container(border=True, key="beyond"):
        head = said.over_all_budgets(markdown(facts.comparison.how_regions_are_judged(found)))
        regions = [f"- {unbroken(region)}" for region in facts.comparison.regions(found)]
        st.markdown("\n".join([head, *regions]))
        st.markdown(said.saving(unbroken(facts.comparison.saving(found))))
        if unseen := comparison.after_cut_offs(*asked):
            st.markdown(said.unseen(sentence(facts.comparison.unseen(unseen))))
        if both := facts.comparison.two_uncertainties(comparison.redrawn(*asked), found):
            with st.expander(said.WHICH_PROBLEMS):
                st.markdown(sentence(both))

"""Where a plan leads: to the curves of its models, and to what their answers cost."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import streamlit as st

from backend.maths.budgets import affordable_k
from backend.records.allocation import Allocation
from backend.records.scores import Charge
from pages.parts import words
from pages.parts.places import place
from pages.parts.view import link
from pages.parts.view.view import View


def onwards(view: View, curves: View) -> None:
    """Draw both; `curves` is the view of the first."""
    said = words.reallocate
    with st.container(horizontal=True, key="onwards"):
        for page, icon, text, leads in (
            ("explore.py", "show_chart", said.EXPLORE, curves),
            ("costs.py", "payments", said.COSTS, view),
        ):
            st.page_link(
                place(page),
                label=text,
                icon=f":material/{icon}:",
                query_params=link.write(leads),
                width="content",
            )


def curves_of(view: View, found: Allocation, charges: Mapping[str, Charge]) -> View:
    """Return the view of a plan's curves, which stop at the first pass where it does.

    Its first and last model are the pair, others stand beside; one alone stands beside the model of
    the one answer, if that is another. The budget stays where it is known to pay for one of each.
    """
    parts = found.best.parts if len(found.best.parts) > 1 else found.best.parts + found.once.parts
    small, *between = dict.fromkeys(part.model for part in parts)
    large = between.pop() if between else view.small if small == view.large else view.large
    stops = found.stops if found.ranker is None else view.stop_first
    leads = replace(view, small=small, large=large, further=tuple(between), stop_first=stops)
    if found.budget is None or not charges.keys() >= set(leads.models):
        return replace(leads, budget=None)
    dearest = max(charges[model].one.value for model in leads.models)
    paid = affordable_k(found.budget, np.array([dearest]))
    return replace(leads, budget=found.budget if paid else None)

"""The choice of how a budget is to be spent: on which models, for what, by which plans."""

import math

import streamlit as st

from backend import words as facts
from backend.answers import Studies, charges
from backend.answers.reallocate import MOST_MODELS
from backend.plain_text import one_line
from backend.records.allocation import Policy
from pages.parts import words
from pages.parts.controls.models import missing, sized
from pages.parts.steady import steady
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import changes
from pages.parts.view.session import bound, widget
from pages.parts.view.view import LEAST_SCORE, View

_UNREAD = "unread_budget"  # in the session: what was typed and is no amount, and in which view


def pool(studies: Studies, view: View) -> None:
    """Draw the choice of the models at hand, and which have no place on the axis."""
    known, _ = charges.placed(studies, view.question)
    st.multiselect(
        words.reallocate.MODELS,
        known,
        format_func=sized(studies, view),
        max_selections=MOST_MODELS,
        placeholder=words.reallocate.ALL_MODELS,
        filter_mode="contains",
        select_all=False,
        help=words.reallocate.MODELS_HELP,
        **bound(studies, view, "pool"),
    )
    missing(studies, view)


def goal(studies: Studies, view: View, reached: float) -> None:
    """Draw whether a budget is spent or a score reached; `reached` is one that can be, percent."""

    def wanted(view: View, reach: bool) -> View:
        target = max(math.floor(reached), 1.0) if reach else None
        return changes.chosen(studies, view, "target", target)

    st.segmented_control(
        words.reallocate.GOAL,
        [False, True],
        format_func=words.reallocate.goal,
        required=True,
        **widget(studies, "goal", view.target is not None, wanted),
    )


def budget(studies: Studies, amount: float, unit: str) -> None:
    """Draw the budget, to be typed with its unit or as a bare number."""

    def typed(view: View, text: str) -> View:
        read = facts.amounts.read(text, unit, amount)
        if read is None:
            st.session_state[_UNREAD] = text, view
            return view
        return changes.chosen(studies, view, "budget", read)

    shown = facts.amounts.amount(amount, unit)
    st.text_input(
        words.reallocate.BUDGET,
        help=words.reallocate.BUDGET_HELP,
        **widget(studies, "typed_budget", shown, typed),
    )


def unread(view: View, amount: float, unit: str) -> None:
    """Draw what was typed as a budget and is none, until anything is changed."""
    place, state = steady(), st.session_state
    text, unchanged = state.get(_UNREAD, ("", view))
    if unchanged != view:
        del state[_UNREAD]
    elif text:
        example = facts.amounts.amount(amount, unit)
        said = words.reallocate.not_an_amount(one_line(text, NAME), example)
        with place:
            st.markdown(f":red[:small[{markdown(said)}]]")


def target(studies: Studies, view: View) -> None:
    """Draw the score that is to be reached."""
    st.number_input(
        words.reallocate.TARGET,
        min_value=LEAST_SCORE,
        max_value=100.0,
        step=1.0,
        format="%.1f",
        **bound(studies, view, "target"),
    )


def policy(studies: Studies, view: View) -> None:
    """Draw the choice of which plans are searched."""
    st.segmented_control(
        words.reallocate.POLICY,
        [Policy.CASCADE, Policy.MIX, Policy.SINGLE],
        format_func=words.reallocate.policy,
        help=words.reallocate.POLICY_HELP,
        required=True,
        **bound(studies, view, "policy"),
    )

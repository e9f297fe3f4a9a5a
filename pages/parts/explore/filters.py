"""What the problems are filtered by, in words, and each filter with an x that clears it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from backend.answers import Studies
from backend.answers.scores import chosen_problems
from backend.plain_text import one_line
from pages.parts import words
from pages.parts.steady import steady
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view.session import change
from pages.parts.view.view import View

_CLEARED: dict[str, dict[str, Any]] = {
    "difficulty": {"difficulty": ()},
    "platform": {"platform": ()},
    "days": {"since": None, "until": None},
}


def filters_on(view: View) -> list[str]:
    """Return the filters that are on, in plain text."""
    return [one_line(text, NAME) for text in _on(view).values()]


def chips(studies: Studies, view: View) -> None:
    """Draw the filters that are on, and how many problems they let through; nothing without."""
    on = _on(view)
    with steady():
        if on:
            _switched_on(studies, view, on)


def _switched_on(studies: Studies, view: View, on: dict[str, str]) -> None:
    said = words.controls
    problems = studies.problems(view.study)
    left = int(chosen_problems(view.study, problems, view.question.problems).sum())
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.markdown(said.problems_left(left, len(problems.ids)), width="content")
        for name, text in on.items():
            _chip(studies, name, markdown(text, NAME), _CLEARED[name])
        if len(on) > 1:
            everything = {key: value for each in _CLEARED.values() for key, value in each.items()}
            _chip(studies, "all", said.CLEAR, everything)


def _on(view: View) -> dict[str, str]:
    said = words.controls
    on = {}
    if view.difficulty:
        on["difficulty"] = said.one_filter(said.DIFFICULTY, view.difficulty)
    if view.platform:
        on["platform"] = said.one_filter(said.PLATFORM, view.platform)
    if view.since or view.until:
        on["days"] = said.days(view.since, view.until)
    return on


def _chip(studies: Studies, name: str, text: str, cleared: dict[str, Any]) -> None:
    st.button(
        text,
        key=f"clear-{name}",
        icon=":material/close:",
        icon_position="right",
        on_click=change,
        args=(studies, lambda view: replace(view, **cleared)),
    )

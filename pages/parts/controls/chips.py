"""What the problems are filtered by, each filter with an x that clears it."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from backend.answers import Studies
from backend.answers.scores import chosen_problems
from pages.parts import words
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view.session import change
from pages.parts.view.view import View


def chips(studies: Studies, view: View) -> None:
    """Draw the filters that are on, and how many problems they let through; nothing without."""
    said = words.controls
    on: list[tuple[str, str, Callable[[View], View]]] = []
    if view.difficulty:
        text = said.one_filter(said.DIFFICULTY, view.difficulty)
        on.append(("difficulty", text, lambda view: replace(view, difficulty=())))
    if view.platform:
        text = said.one_filter(said.PLATFORM, view.platform)
        on.append(("platform", text, lambda view: replace(view, platform=())))
    if view.since or view.until:
        on.append(("days", said.days(view.since, view.until), _all_days))
    if not on:
        return
    problems = studies.problems(view.study)
    left = int(chosen_problems(view.study, problems, view.question.problems).sum())
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.markdown(said.problems_left(left, len(problems.ids)), width="content")
        for name, text, cleared in on:
            _chip(studies, name, markdown(text, NAME), cleared)
        if len(on) > 1:
            _chip(studies, "all", said.CLEAR, _all)


def _chip(studies: Studies, name: str, text: str, cleared: Callable[[View], View]) -> None:
    st.button(
        text,
        key=f"clear-{name}",
        icon=":material/close:",
        icon_position="right",
        on_click=change,
        args=(studies, cleared),
    )


def _all_days(view: View) -> View:
    return replace(view, since=None, until=None)


def _all(view: View) -> View:
    return replace(_all_days(view), difficulty=(), platform=())

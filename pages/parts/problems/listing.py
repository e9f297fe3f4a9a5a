"""The problems of a study, to pick one and to step through."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.charges import unit_of
from backend.records.samples import Listed, Standing
from pages.parts import controls, words
from pages.parts.problems.asked import Asked
from pages.parts.problems.columns import columns
from pages.parts.problems.table import Row, problem_table
from pages.parts.steady import steady
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import session
from pages.parts.view.view import View

Side = tuple[Literal["left", "right"], int, str]
"""Where an arrow points, how far it steps, and what it is called."""

_SENT = 500  # rows at once, around the one that is read


def chosen(view: View, names: Sequence[str]) -> str:
    """Return the problem that is read."""
    return view.problem if view.problem and view.problem in names else names[0]


def choices(studies: Studies, asked: Asked) -> None:
    """Draw which problems may be listed, and say what numbers the table has of them."""
    view = asked.view
    short = facts.names.short_labels((view.small, view.large))
    ranker = facts.rankers.plain_name(asked.ranker or "")
    named = [markdown(name, NAME) for name in (short[view.small], short[view.large], ranker)]
    counts = {which: len(asked.listed(which)) for which in Listed}
    controls.lists.listed(
        studies, view, lambda which: words.problems.listed(which, counts[which], *named)
    )
    pair = dict.fromkeys((view.small, view.large))
    titles = facts.names.short_names(pair)
    answers = [(markdown(titles[model]), k) for model, k in asked.answers if model in pair]
    budget = None
    if asked.budget is not None:
        unit = unit_of(studies, view.question)
        budget = markdown(facts.amounts.amount(asked.budget, unit))
    numbers = words.problems.chances(answers, budget)
    told, search = st.columns([5, 2], vertical_alignment="center", gap="medium")
    told.caption(words.problems.about(numbers, words.problems.means(view.listed, *named)))
    with search:
        controls.lists.find(studies, view)


def table(studies: Studies, asked: Asked, rows: Sequence[Standing], problem: str) -> None:
    """Draw the problems and the chance of each model's answers to solve them; a click reads one."""
    place = [row.problem for row in rows].index(problem)
    first = max(min(place - _SENT // 2, len(rows) - _SENT), 0)
    sent = rows[first : first + _SENT]
    shown = columns(asked)
    problem_table(
        [each.head for each in shown],
        [Row(id=row.problem, cells=[each.of(row) for each in shown]) for row in sent],
        problem,
        words.problems.TABLE,
        lambda picked: session.choose(studies, "problem", picked),
        lambda sort: session.choose(studies, "sort", sort),
    )
    with steady():
        if len(sent) < len(rows):
            st.caption(words.problems.part(first + 1, first + len(sent), len(rows)))


def heading(studies: Studies, names: Sequence[str], problem: str) -> None:
    """Name the problem, with a step to its neighbours in the list."""
    place = names.index(problem)
    sides: tuple[Side, Side] = (
        ("left", -1, words.problems.PREVIOUS),
        ("right", 1, words.problems.NEXT),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(markdown(problem, NAME), anchor=False, width="content")
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", width="content"
        ):
            st.caption(words.problems.place(place + 1, len(names)), width="content")
            for side, step, told in sides:
                st.button(
                    told,
                    icon=f":material/chevron_{side}:",
                    icon_position=side,
                    disabled=not 0 <= place + step < len(names),
                    on_click=_step,
                    args=(studies, names, step),
                    key=f"step-{side}",
                )


def _step(studies: Studies, names: Sequence[str], step: int) -> None:
    """Step on from where the last click led, which may not have been drawn yet."""
    place = names.index(chosen(st.session_state.view, names)) + step
    session.choose(studies, "problem", names[min(max(place, 0), len(names) - 1)])

"""The problems of a study, to pick one and to step through."""

from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.plain_text import one_line
from backend.records.samples import SolveRates
from pages.parts import words
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import session
from pages.parts.view.view import View

_TABLE_HEIGHT = 280
_TABLE, _TABLES = "problem-table", "problem-tables"  # in the session


def chosen(view: View, names: Sequence[str]) -> str:
    """Return the problem that is read."""
    return view.problem if view.problem and view.problem in names else names[0]


def table(studies: Studies, rates: Sequence[SolveRates], problem: str) -> None:
    """Draw all problems, and how many samples of each model solve them; a click reads one."""
    # Imported here: pandas takes a second to load, and no other page needs it to be drawn.
    import pandas as pd  # noqa: PLC0415

    names = [row.problem for row in rates]
    columns: dict[str, list[object]] = {
        words.problems.PROBLEM: [one_line(name, NAME) for name in names]
    }
    if any(row.difficulty for row in rates):
        columns[words.problems.DIFFICULTY] = [one_line(row.difficulty or "", NAME) for row in rates]
    short = {model: facts.names.short_name(model) for model in rates[0].by_model}
    titles = facts.names.told_apart(short)
    for model, title in titles.items():
        columns[title] = [100 * row.by_model.get(model, float("nan")) for row in rates]
    key = _key(problem, names)
    st.dataframe(
        pd.DataFrame(columns),
        height=_TABLE_HEIGHT,
        hide_index=True,
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [names.index(problem)]}},
        on_select=lambda: _picked(studies, key, names),
        key=key,
        column_config={
            title: st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)
            for title in titles.values()
        },
    )
    st.caption(words.problems.SHARES)


def heading(studies: Studies, names: Sequence[str], problem: str) -> None:
    """Name the problem, with a step to its neighbours in the list."""
    place = names.index(problem)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(markdown(problem, NAME), anchor=False, width="content")
        st.caption(words.problems.place(place + 1, len(names)), width="content")
        for side, step, told in (
            ("left", -1, words.problems.PREVIOUS),
            ("right", 1, words.problems.NEXT),
        ):
            st.button(
                f":material/chevron_{side}:",
                help=told,
                type="tertiary",
                disabled=not 0 <= place + step < len(names),
                on_click=_step,
                args=(studies, names, step),
                key=f"step-{side}",
            )


def _step(studies: Studies, names: Sequence[str], step: int) -> None:
    """Step on from where the last click led, which may not have been drawn yet."""
    place = names.index(chosen(st.session_state.view, names)) + step
    session.choose(studies, "problem", names[min(max(place, 0), len(names) - 1)])


def _picked(studies: Studies, key: str, names: Sequence[str]) -> None:
    """Read the problem picked in a table, unless another table has taken its place since.

    A table that is gone still reports its choice when the next click comes before the page is
    drawn.
    """
    rows = st.session_state[key].selection.rows
    if rows and key == st.session_state[_TABLE][0]:
        session.choose(studies, "problem", names[rows[0]])


def _key(problem: str, names: Sequence[str]) -> str:
    """Return the key of a table whose chosen row was not chosen in it, or the key it had.

    A table keeps its own choice, and its place, as long as its key stays.
    """
    state = st.session_state
    if _TABLE in state:
        key, known = state[_TABLE]
        picked = state[key].selection.rows if key in state else []
        if known == names and [names[place] for place in picked] == [problem]:
            return str(key)
    count = state.get(_TABLES, 0)
    key = f"{_TABLE}-{count}"
    state[_TABLES] = count + 1
    state[_TABLE] = key, names
    return key

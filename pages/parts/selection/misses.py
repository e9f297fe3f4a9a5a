"""The problems on which a ranker picks wrong."""

from dataclasses import replace

import streamlit as st

from backend.answers import Studies, selection
from backend.plain_text import one_line
from backend.records.ranking import Miss
from pages.parts import controls, words
from pages.parts.selection.asked import Asked
from pages.parts.text import tables
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import link

_WORST = 8
_ALIGNED = (":--", "--:", "--:", "--:")


def misses(studies: Studies, asked: Asked) -> None:
    """Draw the worst problems of the ranker that is looked at, and a link to the worst of all."""
    row, ranker = asked.looked_at, asked.looked_at.name
    st.subheader(words.selection.WRONG, anchor=False)
    controls.budgets.ranker(studies, [each.name for each in asked.rows], ranker)
    if not row.k:
        return
    found = selection.misses(studies, asked.question, asked.model, ranker, row.k)
    if not found:
        st.markdown(words.selection.NOWHERE)
        return
    shown = found[:_WORST]
    st.markdown(tables.table(words.selection.MISSES, _ALIGNED, map(_miss, shown)))
    st.caption(words.selection.worst(len(shown), len(found), markdown(ranker, NAME), row.k))
    if asked.model in studies.read_models(asked.view.study):
        _link(asked, found[0].problem)


def _link(asked: Asked, problem: str) -> None:
    ranker = asked.looked_at.name
    st.page_link(
        "pages/problems.py",
        label=words.selection.read_samples(markdown(problem, NAME), markdown(ranker, NAME)),
        icon=":material/code:",
        query_params=link.write(replace(asked.view, problem=problem, order=ranker)),
    )


def _miss(miss: Miss) -> tuple[str, ...]:
    chances = (miss.solve_rate, miss.solved, miss.picked)
    return one_line(miss.problem, NAME), *(f"{100 * chance:.0f} %" for chance in chances)

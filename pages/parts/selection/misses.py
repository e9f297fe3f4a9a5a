"""The problems on which a ranker picks wrong."""

from dataclasses import replace

import streamlit as st

from backend.answers import Studies, selection
from backend.plain_text import one_line
from backend.records.ranking import Miss
from pages.parts import controls
from pages.parts.selection.asked import Asked
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import link

_WORST = 8


def misses(studies: Studies, asked: Asked) -> None:
    """Draw the worst problems of the ranker that is looked at, and a link to the worst of all."""
    row, ranker = asked.looked_at, asked.looked_at.name
    st.subheader("Where it picks wrong", anchor=False)
    controls.budgets.ranker(studies, [each.name for each in asked.rows], ranker)
    if not row.k:
        return
    found = selection.misses(studies, asked.question, asked.model, ranker, row.k)
    if not found:
        st.markdown("Nowhere: it picks a right answer wherever there is one.")
        return
    lines = [
        "| Problem | One answer is right | One of them is right | The picked one is right |",
        "| :-- | --: | --: | --: |",
        *(_miss(miss) for miss in found[:_WORST]),
    ]
    st.markdown("\n".join(lines))
    st.caption(
        f"The worst {min(_WORST, len(found))} of {len(found)} problems on which "
        f"{markdown(ranker, NAME)} loses against unit tests, with {row.k:,} answers; chances over "
        "which samples are drawn."
    )
    if asked.model in studies.read_models(asked.view.study):
        _link(asked, found[0].problem)


def _link(asked: Asked, problem: str) -> None:
    ranker = asked.looked_at.name
    st.page_link(
        "pages/problems.py",
        label=markdown(
            f"Read the samples of {one_line(problem, NAME)}, "
            f"in the order of {one_line(ranker, NAME)}"
        ),
        icon=":material/code:",
        query_params=link.write(replace(asked.view, problem=problem, order=ranker)),
    )


def _miss(miss: Miss) -> str:
    chances = (miss.solve_rate, miss.solved, miss.picked)
    shares = " | ".join(f"{100 * chance:.0f} %" for chance in chances)
    return f"| {markdown(miss.problem, NAME)} | {shares} |"

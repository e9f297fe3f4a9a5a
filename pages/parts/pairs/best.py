"""The best at each budget as a table, and the models that never are."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from backend import words as facts
from backend.records.frontier import BestBuy, Frontier
from pages.parts import words
from pages.parts.text import tables
from pages.parts.text.foreign import markdown

_RIGHT = (False, False, *[True] * 5)
_OF_MEANS = 4  # columns that are known where only means are


def best(found: Frontier, *, stops: bool) -> None:
    """Draw a line for each stretch of budgets that one model is the best in."""
    said = words.pairs
    stretches = [list(steps) for _, steps in groupby(found.steps, key=lambda step: step.model)]
    ends = [steps[0].budget for steps in stretches[1:]]
    known = len(said.BEST_COLUMNS) if found.measured else _OF_MEANS
    rows = [
        _row(found, steps, end, stops)[:known]
        for steps, end in zip(stretches, [*ends, None], strict=True)
    ]
    st.header(said.BEST_TITLE, anchor=False)
    st.caption(said.about_best(measured=found.measured))
    st.html(tables.table(said.BEST_TITLE, said.BEST_COLUMNS[:known], _RIGHT[:known], rows))
    if never := facts.frontier.never(found):
        with st.expander(said.never(len(never), len(found.models))):
            st.markdown(words.sentences.ended(words.sentences.listed(map(markdown, never))))


def _row(
    found: Frontier, steps: Sequence[BestBuy], end: float | None, stops: bool
) -> tuple[str, ...]:
    said, first, last = words.pairs, steps[0], steps[-1]
    return (
        said.budgets(first.budget, end, found.unit),
        facts.frontier.names(found)[first.model],
        said.answers(first.k, last.k, stops=stops),
        said.from_to(said.percent(first.score), said.percent(last.score)),
        words.numbers.interval(last.low, last.high),
        said.percent(last.held_out),
        said.chosen(sum(step.share for step in steps) / len(steps)),
    )

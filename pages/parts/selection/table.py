"""All rankers side by side, and what each of them looks at."""

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies, selection
from backend.plain_text import one_line
from backend.records.ranking import Paired, RankerRow
from pages.parts import words
from pages.parts.selection.asked import Asked
from pages.parts.text import tables
from pages.parts.text.foreign import NAME, markdown

_RIGHT = (False, *[True] * 4, False)


def table(studies: Studies, asked: Asked) -> None:
    """Draw a line for each ranker, and what the numbers are."""
    rows, looked_at = asked.rows, asked.looked_at
    leads: Mapping[str, Paired] = {}
    if looked_at.k:
        leads = selection.leads(studies, asked.question, asked.model, asked.budget, looked_at.name)
    lines = [_row(row, leads.get(row.name)) for row in rows]
    st.html(tables.table(words.selection.TABLE, words.selection.COLUMNS, _RIGHT, lines))
    problems = {markdown(_named(row)): facts.counts.problems_of(row.curve) for row in rows}
    samples = facts.counts.samples_of(asked.tests)
    st.caption(words.selection.about(problems, samples, _dropped(rows)))


def _dropped(rows: Sequence[RankerRow]) -> int | None:
    """Return how many samples the token limit cut, None where that is not known of all."""
    if not all(row.curve.finish_known for row in rows):
        return None
    return max(row.curve.n_dropped for row in rows)


def _row(row: RankerRow, lead: Paired | None) -> tuple[str, ...]:
    auc, nothing = row.facts.auc, words.numbers.NOTHING
    return (
        _named(row),
        nothing if math.isnan(row.score) else words.selection.picked(row.score, row.k),
        facts.selection.lead_over(lead) if lead and lead.value else nothing,
        nothing if math.isnan(row.gap) else f"{100 * row.gap:.0f} %",
        nothing if auc is None else f"{auc:.3f}",
        words.selection.cost(row.flops, row.seconds, row.dollars),
    )


def _named(row: RankerRow) -> str:
    return one_line(facts.rankers.plain_name(row.name), NAME)


def explanations(rows: Sequence[RankerRow]) -> None:
    """Draw what each ranker looks at, and the name that links and commands have for it."""
    with st.expander(words.selection.LOOKS_AT):
        known = []
        for row in rows:
            looks_at = markdown(facts.rankers.looks_at(row.facts.name))
            told = words.selection.looks_at(
                markdown(_named(row)), markdown(row.name, NAME), looks_at
            )
            known.append(f"- {told}")
        st.markdown("\n".join(known))

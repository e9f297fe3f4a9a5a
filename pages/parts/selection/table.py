"""All rankers side by side, and what each of them looks at."""

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies, selection
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Reading, reading_cost
from backend.plain_text import one_line
from backend.records.ranking import Paired, RankerRow
from pages.parts import words
from pages.parts.selection.asked import Asked
from pages.parts.text import tables
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view.view import View

_ALIGNED = (":--", *["--:"] * 6, ":--")


def table(studies: Studies, asked: Asked) -> None:
    """Draw a line for each ranker, and what the numbers are."""
    rows, looked_at = asked.rows, asked.looked_at
    columns = words.selection.columns(one_line(looked_at.name, NAME))
    leads: Mapping[str, Paired] = {}
    if looked_at.k:
        leads = selection.leads(studies, asked.question, asked.model, asked.budget, looked_at.name)
    lines = [_row(asked.view, row, leads.get(row.name)) for row in rows]
    st.markdown(tables.table(columns, _ALIGNED, lines))
    problems = {markdown(row.name): facts.counts.problems_of(row.curve) for row in rows}
    samples = facts.counts.samples_of(asked.tests)
    st.caption(words.selection.about(problems, samples, _dropped(rows)))


def _dropped(rows: Sequence[RankerRow]) -> int | None:
    """Return how many samples the token limit cut, None where that is not known of all."""
    if not all(row.curve.finish_known for row in rows):
        return None
    return max(row.curve.n_dropped for row in rows)


def _row(view: View, row: RankerRow, lead: Paired | None) -> tuple[str, ...]:
    known, nothing = row.facts, words.numbers.NOTHING
    return (
        one_line(row.name, NAME),
        nothing if math.isnan(row.score) else f"{row.score:.2f} %",
        words.numbers.interval(row.low, row.high),
        facts.selection.lead_over(lead) if lead and lead.value else nothing,
        f"{row.k:,}",
        nothing if math.isnan(row.gap) else f"{100 * row.gap:.0f} %",
        nothing if known is None or known.auc is None else f"{known.auc:.3f}",
        nothing if known is None else _cost(view, known.reading),
    )


def _cost(view: View, reading: Reading) -> str:
    """Return what the ranker takes for each of several answers, by the rule of answers."""
    assumed = view.question.assumptions
    flops, seconds = (
        reading_cost(kind, reading, assumed) for kind in (BudgetKind.FLOPS, BudgetKind.TIME)
    )
    return words.selection.cost(flops, seconds)


def explanations(rows: Sequence[RankerRow]) -> None:
    """Draw what each ranker looks at."""
    with st.expander(words.selection.LOOKS_AT):
        known = []
        for row in rows:
            looks_at = facts.rankers.looks_at(row.facts.name if row.facts else None)
            told = words.selection.looks_at(markdown(row.name, NAME), markdown(looks_at))
            known.append(f"- {told}")
        st.markdown("\n".join(known))

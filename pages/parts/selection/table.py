"""All rankers side by side, and what each of them looks at."""

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from backend import words
from backend.answers import Studies, selection
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import reading_cost
from backend.plain_text import one_line
from backend.records.ranking import Paired, RankerRow
from backend.words.amounts import amount
from pages.parts.selection.asked import Asked
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view.view import View


def table(studies: Studies, asked: Asked) -> None:
    """Draw a line for each ranker, and what the numbers are."""
    rows, looked_at = asked.rows, asked.looked_at
    header = (
        f"| Ranker | Right answer | 95 % interval | Against {markdown(looked_at.name, NAME)} "
        "| Of answers | Gap closed | AUC | Its cost |\n"
        "| :-- | --: | --: | --: | --: | --: | --: | :-- |"
    )
    leads: Mapping[str, Paired] = {}
    if looked_at.k:
        leads = selection.leads(studies, asked.question, asked.model, asked.budget, looked_at.name)
    lines = [_row(asked.view, row, leads.get(row.name)) for row in rows]
    st.markdown("\n".join([header, *lines]))
    st.caption(
        f"{markdown(_problems(rows))} x {asked.tests.samples} samples. {_dropped(rows)} "
        "Gap closed: from a random pick (0 %) to the unit tests (100 %), on the same problems, "
        "samples and number of answers. AUC: the chance that a right sample is scored above a "
        "wrong one of the same problem, 0.5 by chance. Against: the difference in points with its "
        "paired 95 % interval, widened for having looked at all pairs of rankers."
    )


def _problems(rows: Sequence[RankerRow]) -> str:
    """Return over how many problems the rankers' curves hold; by ranker where they differ."""
    counts = {row.name: words.counts.problems_of(row.curve) for row in rows}
    if len(set(counts.values())) == 1:
        return next(iter(counts.values()))
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _dropped(rows: Sequence[RankerRow]) -> str:
    if not all(row.curve.finish_known for row in rows):
        return "Whether samples ended by themselves is not known here."
    dropped = max(row.curve.n_dropped for row in rows)
    if not dropped:
        return "No sample was cut by the token limit."
    return f"{dropped:,} samples were cut by the token limit: paid for, but never picked first."


def _row(view: View, row: RankerRow, lead: Paired | None) -> str:
    facts = row.facts
    interval = "-" if math.isnan(row.low) else f"{row.low:.1f} to {row.high:.1f} %"
    cells = (
        one_line(row.name, NAME),
        "-" if math.isnan(row.score) else f"{row.score:.2f} %",
        interval,
        words.selection.lead_over(lead) if lead and lead.value else "-",
        f"{row.k:,}",
        "-" if math.isnan(row.gap) else f"{100 * row.gap:.0f} %",
        "-" if facts is None or facts.auc is None else f"{facts.auc:.3f}",
        _cost(view, row),
    )
    return f"| {' | '.join(map(markdown, cells))} |"


def _cost(view: View, row: RankerRow) -> str:
    """Return what the ranker takes for each of several answers, by the rule of answers."""
    if row.facts is None:
        return "-"
    assumed, reading = view.question.assumptions, row.facts.reading
    flops = reading_cost(BudgetKind.FLOPS, reading, assumed)
    seconds = reading_cost(BudgetKind.TIME, reading, assumed)
    parts = ["FLOPs not known"] if flops is None else []
    parts += [amount(flops, "TFLOPs")] if flops else []
    parts += [amount(seconds, "s")] if seconds is not None and seconds >= 1e-6 else []
    if not parts:
        return "-" if seconds is None else "none to speak of"
    return f"{' and '.join(parts)} an answer"


def explanations(rows: Sequence[RankerRow]) -> None:
    """Draw what each ranker looks at."""
    with st.expander("What each ranker looks at"):
        known = []
        for row in rows:
            looks_at = words.rankers.looks_at(row.facts.name if row.facts else None)
            known.append(f"- **{markdown(row.name, NAME)}**: {markdown(looks_at)}.")
        st.markdown("\n".join(known))

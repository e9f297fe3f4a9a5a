"""The best plan: the advice, how sure it is, what it is better than, and what it rests on."""

from collections.abc import Mapping, Sequence

import streamlit as st

from backend import words as facts
from backend.records.allocation import Allocation, Planned
from backend.records.scores import Charge
from pages.parts import words
from pages.parts.text import tables
from pages.parts.text.plain import sentence, unbroken

_RIGHT = (False, True, True, True, True, False)


def plan(
    found: Allocation, charges: Mapping[str, Charge], study: str, lengths: Sequence[str]
) -> None:
    """Draw it, and what it rests on.

    Args:
        found: what was searched for.
        charges: what the models are charged.
        study: the title of the one whose problems it was searched on.
        lengths: how long answers are taken to be, a sentence or none.
    """
    said, of = words.reallocate, facts.allocation
    with st.container(border=True, key="advice"):
        st.markdown(f"**{unbroken(of.plan(found))}**")
        st.markdown(unbroken(of.measured(found, study)))
        if against := of.against_single(found):
            st.markdown(sentence(against))
        st.caption(
            " ".join(sentence(each) for each in (of.once(found), of.certainty(found)) if each)
        )
    st.header(said.PLANS, anchor=False)
    rows = [_row(found, name, planned) for name, planned in of.compared(found)]
    st.html(tables.table(said.PLANS, said.COLUMNS, _RIGHT, rows))
    notes = [
        of.worst(found),
        said.OTHER_PROBLEMS,
        *lengths,
        *facts.costs.cautions(found.budget_kind, charges),
        *of.taken_for_granted(found),
        *of.left_out(found),
    ]
    with st.expander(said.GRANTED, expanded=True):
        st.markdown("\n".join(f"- {sentence(note)}" for note in notes if note))


def _row(found: Allocation, name: str, planned: Planned) -> tuple[str, ...]:
    said, unit, names = words.reallocate, found.unit, facts.allocation.names(found)
    draws = (said.answers(names[part.model], part.k, most=found.stops) for part in planned.parts)
    return (
        name,
        said.percent(planned.score),
        words.numbers.interval(planned.low, planned.high),
        facts.amounts.amount(planned.cost, unit),
        facts.amounts.amount(planned.worst_cost, facts.amounts.exact_unit(unit)),
        words.sentences.listed(draws),
    )

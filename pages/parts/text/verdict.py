"""The verdict card: who wins at this budget, by how much, and how sure that is."""

import math
from collections.abc import Mapping

import streamlit as st

from backend import words as facts
from backend.records.comparison import Comparison, Side, Unseen
from pages.parts import words
from pages.parts.charts.palette import LARGE, SMALL, Colour
from pages.parts.text.foreign import markdown, markup


def verdict(comparison: Comparison, sizes: Mapping[str, str | None]) -> None:
    """Write the verdict at the chosen budget into the card.

    Args:
        comparison: of the pair.
        sizes: the weights of models whose names round them.
    """
    budget = facts.amounts.amount(comparison.budget, comparison.unit)
    st.caption(words.verdict.budget(markdown(budget)))
    winner = words.sentences.heading(markdown(facts.comparison.winner(comparison)))
    st.markdown(f"#### {winner}")
    labels = facts.names.short_labels([comparison.small.point.model, comparison.large.point.model])
    st.html(
        "".join(
            _side(comparison, side, labels[side.point.model], colour, sizes[side.point.model])
            for side, colour in ((comparison.small, SMALL), (comparison.large, LARGE))
        )
    )
    st.caption(_sentence(facts.comparison.certainty(comparison)))
    if end := facts.comparison.data_end(comparison):
        remark(end)
    for reservation in facts.comparison.reservations(comparison):
        remark(reservation)


def beyond(
    comparison: Comparison,
    redrawn: tuple[float, float],
    unseen: Unseen | None,
) -> None:
    """Write what the chosen budget alone does not tell.

    Args:
        comparison: of the pair.
        redrawn: its lead's interval on these very problems, NaN where it is not known.
        unseen: what is left without problems that may have been seen in training, if dated.
    """
    said = words.verdict
    head = said.over_all_budgets(markdown(facts.comparison.how_regions_are_judged(comparison)))
    regions = [f"- {markdown(region)}" for region in facts.comparison.regions(comparison)]
    st.markdown("\n".join([head, *regions]))
    st.markdown(said.saving(markdown(facts.comparison.saving(comparison))))
    if unseen:
        st.markdown(said.unseen(_sentence(facts.comparison.unseen(unseen))))
    if both := facts.comparison.two_uncertainties(redrawn, comparison):
        with st.expander(said.WHICH_PROBLEMS):
            st.markdown(_sentence(both))


def remark(text: str) -> None:
    """Write a remark into the card."""
    st.caption(f":material/info: {_sentence(text)}")


def _sentence(text: str) -> str:
    return words.sentences.sentence(markdown(text))


def _side(comparison: Comparison, side: Side, label: str, colour: Colour, size: str | None) -> str:
    light, dark = colour
    point = side.point
    answers = words.verdict.answers(markup(label), point.k)
    details = [words.verdict.uses(markup(facts.amounts.amount(point.budget_used, comparison.unit)))]
    details += [markup(size)] if size else []
    if not math.isnan(point.low):
        details.append(words.verdict.interval(point.low, point.high))
    return (
        '<div style="margin-bottom:0.6rem">'
        '<div style="display:flex;align-items:baseline;gap:0.5rem">'
        '<span style="flex:none;width:0.7rem;height:0.7rem;border-radius:50%;'
        f'background:light-dark({light}, {dark})"></span>'
        f'<span style="overflow-wrap:anywhere">{answers}</span>'
        '<strong style="margin-left:auto;white-space:nowrap;font-size:1.15rem;'
        'font-variant-numeric:tabular-nums">'
        f"{point.score:.1f} %</strong></div>"
        f'<div style="opacity:0.7;font-size:0.8125rem;margin-left:1.2rem">'
        f"{'<br>'.join(details)}</div></div>"
    )

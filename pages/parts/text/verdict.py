"""The verdict card: who wins at this budget, by how much, and how sure that is."""

import math
from collections.abc import Mapping

import streamlit as st

from backend import words
from backend.records.comparison import Comparison, Side, Unseen
from backend.words.amounts import amount
from backend.words.names import short_labels
from pages.parts.charts.palette import LARGE, SMALL, Colour
from pages.parts.text.foreign import markdown, markup


def verdict(comparison: Comparison, sizes: Mapping[str, str | None]) -> None:
    """Write the verdict at the chosen budget into the card.

    Args:
        comparison: of the pair.
        sizes: the weights of models whose names round them.
    """
    st.caption(markdown(f"With {amount(comparison.budget, comparison.unit)} per problem"))
    st.markdown(f"#### {sentence(words.comparison.winner(comparison))}")
    labels = short_labels([comparison.small.point.model, comparison.large.point.model])
    st.html(
        "".join(
            _side(comparison, side, labels[side.point.model], colour, sizes[side.point.model])
            for side, colour in ((comparison.small, SMALL), (comparison.large, LARGE))
        )
    )
    st.caption(f"{sentence(words.comparison.certainty(comparison))}.")
    if end := words.comparison.data_end(comparison):
        remark(end)
    for reservation in words.comparison.reservations(comparison):
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
    regions = "\n".join(f"- {markdown(region)}" for region in words.comparison.regions(comparison))
    how = words.comparison.how_regions_are_judged(comparison)
    st.markdown(f"**Over all budgets**, {how}:\n{regions}")
    st.markdown(f"**Saving:** {markdown(words.comparison.saving(comparison))}.")
    if unseen:
        st.markdown(f"**Not seen in training:** {sentence(words.comparison.unseen(unseen))}.")
    if both := words.comparison.two_uncertainties(redrawn, comparison):
        with st.expander("Problems like these, or these very problems?"):
            st.markdown(f"{sentence(both)}.")


def remark(text: str) -> None:
    """Write a remark into the card."""
    st.caption(f":material/info: {sentence(text)}.")


def sentence(text: str) -> str:
    """Return text as a Markdown sentence without its stop."""
    return markdown(text[0].upper() + text[1:])


def _side(comparison: Comparison, side: Side, label: str, colour: Colour, size: str | None) -> str:
    light, dark = colour
    point = side.point
    details = markup(f"uses {amount(point.budget_used, comparison.unit)}")
    if size:
        details += f"<br>{size}"
    if not math.isnan(point.low):
        details += f"<br>95 % interval {point.low:.1f} to {point.high:.1f} %"
    return (
        '<div style="margin-bottom:0.6rem">'
        '<div style="display:flex;align-items:baseline;gap:0.5rem">'
        '<span style="flex:none;width:0.7rem;height:0.7rem;border-radius:50%;'
        f'background:light-dark({light}, {dark})"></span>'
        f'<span style="overflow-wrap:anywhere">{markup(label)} x {point.k:,}</span>'
        '<strong style="margin-left:auto;white-space:nowrap;font-size:1.15rem;'
        'font-variant-numeric:tabular-nums">'
        f"{point.score:.1f} %</strong></div>"
        f'<div style="opacity:0.7;font-size:0.8125rem;margin-left:1.2rem">{details}</div></div>'
    )

"""The verdict card: who wins at this budget, by how much, and how sure that is."""

import html
import math

import streamlit as st

from backend import wording
from backend.amounts import amount
from backend.curves import Comparison, Point
from pages.parts.palette import LARGE, SMALL, Colour


def verdict(comparison: Comparison) -> None:
    """Write the verdict into the card."""
    st.caption(_plain(f"With {amount(comparison.budget, comparison.unit)} per problem"))
    st.markdown(f"#### {sentence(wording.winner(comparison))}")
    labels = wording.short_labels([comparison.small.model, comparison.large.model])
    st.html(
        _side(comparison, comparison.small, labels[comparison.small.model], SMALL)
        + _side(comparison, comparison.large, labels[comparison.large.model], LARGE)
    )
    st.caption(f"{sentence(wording.certainty(comparison))}.")
    st.markdown(f"**Break-even:** {_plain(wording.break_even(comparison))}.")
    st.markdown(f"**Saving:** {_plain(wording.saving(comparison))}.")
    if end := wording.data_end(comparison):
        remark(end)


def remark(text: str) -> None:
    """Write a remark into the card."""
    st.caption(f":material/info: {sentence(text)}.")


def sentence(text: str) -> str:
    """Return text as a Markdown sentence without its stop."""
    return _plain(text[0].upper() + text[1:])


def _side(comparison: Comparison, point: Point, label: str, colour: Colour) -> str:
    light, dark = colour
    details = f"uses {amount(point.budget_used, comparison.unit)}"
    if not math.isnan(point.low):
        details += f"<br>95 % interval {point.low:.1f} to {point.high:.1f} %"
    return (
        '<div style="margin-bottom:0.6rem">'
        '<div style="display:flex;align-items:baseline;gap:0.5rem">'
        '<span style="width:0.7rem;height:0.7rem;border-radius:50%;'
        f'background:light-dark({light}, {dark})"></span>'
        f"<span>{html.escape(label)} x {point.k:,}</span>"
        '<strong style="margin-left:auto;font-size:1.15rem;font-variant-numeric:tabular-nums">'
        f"{point.score:.1f} %</strong></div>"
        f'<div style="opacity:0.7;font-size:0.8125rem;margin-left:1.2rem">{details}</div></div>'
    )


def _plain(text: str) -> str:
    """Escape what Markdown would take for mathematics."""
    return text.replace("$", "\\$")

"""The curves of rankers between a random pick and the unit tests."""

import math
from dataclasses import replace

import numpy as np
import streamlit as st

from backend import words as facts
from backend.answers import Studies, curves
from backend.answers.charges import unit_of
from backend.errors import UserError
from backend.plain_text import one_line
from backend.records.ranking import RankerRow
from backend.records.scores import Curve
from pages.parts import words
from pages.parts.charts.budget import budget_chart
from pages.parts.charts.budget.message import Mark, message
from pages.parts.charts.palette import CHANCE, RANKERS, TESTS, Colour
from pages.parts.selection.asked import Asked
from pages.parts.text.foreign import NAME
from pages.parts.view import session

_CHANCE, _TESTS = "random-pick", "unit-tests"  # among the names of rankers


def chart(studies: Studies, asked: Asked) -> None:
    """Draw the chart, and say which rankers are not on it."""
    view, rows = asked.view, asked.rows
    first = sorted(rows, key=lambda row: (row is not asked.looked_at, -row.curve.score[-1]))
    by_name = sorted(first[: len(RANKERS)], key=lambda row: row.name)
    shades: dict[str, Colour] = {_TESTS: TESTS, _CHANCE: CHANCE}
    shades |= {row.name: colour for row, colour in zip(by_name, RANKERS, strict=False)}
    shown = [
        replace(asked.tests, model=_TESTS),
        _chance(asked.tests),
        *(_curve(row, band=row is asked.looked_at) for row in by_name),
    ]
    labels = {each.model: one_line(each.model, NAME) for each in shown}
    labels |= {_CHANCE: words.selection.RANDOM, _TESTS: words.selection.UNIT_TESTS}
    budget_chart(
        message(
            shown,
            labels,
            shades,
            view.budget_kind,
            unit_of(studies, asked.question),
            asked.budget,
            view.bands,
            _levels(studies, asked),
        ),
        lambda chosen: session.choose(studies, "budget", chosen),
    )
    if len(rows) > len(by_name):
        st.caption(words.selection.drawn(len(by_name), len(rows)))


def _chance(tests: Curve) -> Curve:
    """Return the level of a random pick: what one answer scores, whatever the budget."""
    score, low, high = (
        first.repeat(len(tests.k)) for first in (tests.score[:1], tests.low[:1], tests.high[:1])
    )
    return replace(tests, model=_CHANCE, score=score, low=low, high=high)


def _curve(row: RankerRow, *, band: bool) -> Curve:
    """Return a ranker's curve under its name; many bands over each other would tell nothing."""
    named = replace(row.curve, model=row.name)
    if band:
        return named
    unknown = np.full(row.curve.k.shape, math.nan)
    return replace(named, low=unknown, high=unknown)


def _levels(studies: Studies, asked: Asked) -> list[Mark]:
    """Return the other models' one answer: what rankers have to beat."""
    others = [each for each in asked.view.models if each != asked.model]
    labels = facts.names.short_labels((asked.model, *others))
    marks = []
    for other in others:
        try:
            scores = curves.references(studies, asked.question, other)
        except UserError:
            continue
        marks.append(Mark(labels[other], TESTS, scores, level=True))
    return marks

"""The curves of rankers between a random pick and the unit tests."""

import math
from dataclasses import replace

import streamlit as st

from backend import words as facts
from backend.answers import Studies, curves
from backend.answers.charges import unit_of
from backend.errors import UserError
from backend.plain_text import one_line
from backend.records.scores import Curve
from pages.parts import words
from pages.parts.charts.budget import budget_chart
from pages.parts.charts.budget.shown import Mark, Shown
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
        *(replace(row.curve, model=row.name) for row in by_name),
    ]
    labels = facts.names.told_apart(
        {row.name: one_line(facts.rankers.plain_name(row.name), NAME) for row in by_name}
    )
    labels |= {_CHANCE: words.selection.RANDOM, _TESTS: words.selection.UNIT_TESTS}
    unit = unit_of(studies, asked.question)
    study = studies.study(view.study)
    budget_chart(
        Shown(
            curves=shown,
            labels=labels,
            colours=shades,
            kind=view.budget_kind,
            unit=unit,
            budget=asked.budget,
            banded=(_TESTS, _CHANCE, asked.looked_at.name) if view.bands else (),
            scope=f"{view.study}/{view.budget_kind}/{unit}",
            title=words.selection.chart_title(
                facts.names.short_name(asked.model), one_line(study.title, NAME)
            ),
            source=words.selection.chart_source(
                facts.counts.problems_of(asked.tests), facts.counts.samples_of(asked.tests)
            ),
            named=words.selection.COLUMNS[0],
            marks=_levels(studies, asked),
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


def _levels(studies: Studies, asked: Asked) -> list[Mark]:
    """Return the other models' one answer: what rankers have to beat."""
    others = [each for each in asked.view.models if each != asked.model]
    labels = facts.names.short_names(others)
    marks = []
    for other in others:
        try:
            scores = curves.references(studies, asked.question, other)
        except UserError:
            continue
        score = scores.single if math.isnan(scores.greedy) else scores.greedy
        level = words.selection.level(labels[other], score)
        marks.append(Mark(labels[other], TESTS, scores, level))
    return marks

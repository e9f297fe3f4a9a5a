"""The chart of the Explore page: curves, the pair's verdict and the table of all models."""

import re
from collections.abc import Mapping, Sequence

from backend import words as facts
from backend.answers import Studies, curves
from backend.answers.charges import unit_of
from backend.answers.lineup import Lineup
from backend.plain_text import one_line
from backend.records.question import MaxK
from backend.records.scores import Curve
from pages.parts import words
from pages.parts.charts.budget import budget_chart
from pages.parts.charts.budget.shown import Entry, Mark, Shown
from pages.parts.charts.palette import Colour, colours
from pages.parts.explore.duel import duel
from pages.parts.explore.filters import filters_on
from pages.parts.explore.reach import race
from pages.parts.text.foreign import NAME
from pages.parts.view import changes, session
from pages.parts.view.view import View

_SOURCE = 160
"""The most characters of a source under the chart."""


def chart(
    studies: Studies, view: View, shown: Sequence[Curve], budget: float, lineup: Lineup
) -> None:
    """Draw the chart."""
    labels = facts.names.short_labels(view.models)
    shades = colours(view.small, view.large, view.further)
    unit = unit_of(studies, view.question)
    budget_chart(
        Shown(
            curves=sorted(shown, key=lambda curve: curve.one.value),
            labels=labels,
            colours=shades,
            kind=view.budget_kind,
            unit=unit,
            budget=budget,
            banded=(view.small, view.large) if view.bands else (),
            scope=f"{view.study}/{view.budget_kind}/{unit}",
            title=_title(studies, view),
            source=_source(studies, view, shown),
            named=words.explore.MODEL,
            marks=_marks(studies, view, shown, labels, shades),
            duel=duel(studies, view, shown, budget)
            if view.target is None
            else race(studies, view, shown, view.target),
            entries=_entries(studies, view, lineup),
            target=view.target,
            offers_score=True,
        ),
        on_release=lambda chosen: session.choose(studies, "budget", chosen),
        on_pick=lambda model: session.change(
            studies, lambda view: changes.picked(studies, view, model)
        ),
        on_target=lambda score: session.choose(studies, "target", score),
        on_all_samples=lambda: session.choose(studies, "max_k", MaxK.ALL),
    )


def _title(studies: Studies, view: View) -> str:
    study = one_line(studies.study(view.study).title, NAME)
    pair = list(facts.names.short_labels(tuple(dict.fromkeys((view.small, view.large)))).values())
    if len(pair) < 2:
        return words.explore.chart_of_one(pair[0], study)
    return words.explore.chart_title(facts.names.short_name(view.small), pair[1], study)


def _source(studies: Studies, view: View, shown: Sequence[Curve]) -> str:
    """Return over what the pair is compared, and who made the data."""
    pair = [curve for curve in shown if curve.model in (view.small, view.large)]
    who = re.split("[;:] ", studies.study(view.study).source)[0]
    return words.explore.chart_source(
        facts.counts.problems_of(pair[0]),
        filters_on(view),
        facts.counts.samples_of_all(pair),
        None if view.ranker is None else facts.rankers.plain_name(view.ranker),
        one_line(who, _SOURCE),
    )


def _marks(
    studies: Studies,
    view: View,
    shown: Sequence[Curve],
    labels: Mapping[str, str],
    shades: Mapping[str, Colour],
) -> list[Mark]:
    """Return what one answer of each model scores, where a ranker selects among many."""
    if view.ranker is None:
        return []
    asked = view.question
    return [
        Mark(labels[each.model], shades[each.model], curves.references(studies, asked, each.model))
        for each in shown
    ]


def _entries(studies: Studies, view: View, lineup: Lineup) -> list[Entry]:
    runs = studies.runs(view.study)
    names = facts.names.short_names(runs)
    return [
        Entry(
            curve,
            names[curve.model],
            runs[curve.model].family or "",
            facts.names.size(runs[curve.model].model.architecture),
        )
        for curve in lineup.curves
    ]

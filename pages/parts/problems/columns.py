"""The columns of the list of problems: the pair first, in its colours, then how they differ."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from backend import words as facts
from backend.plain_text import one_line
from backend.records.samples import Listed, Standing
from pages.parts import words
from pages.parts.charts.palette import CHANCE, LARGE, SMALL, Colour
from pages.parts.problems import order
from pages.parts.problems.asked import Asked
from pages.parts.problems.table import Column, Kind
from pages.parts.text.foreign import NAME
from pages.parts.view.offers import DIFFERENCE, PROBLEM
from pages.parts.view.view import View

Cell = Callable[[Standing], str | float | None]


@dataclass(frozen=True)
class Shown:
    """A column's head, and what it says of a problem."""

    head: Column
    of: Cell


def columns(asked: Asked) -> list[Shown]:
    """Return the columns, from the left."""
    view = asked.view
    titles = facts.names.short_names(model for model, _ in asked.answers)
    of_model = {
        model: _sorted(
            view, model, words.problems.column(titles[model], k), "share", _share(model), CHANCE
        )
        for model, k in asked.answers
    }
    for model, colour in ((view.large, LARGE), (view.small, SMALL)):
        of_model[model].head["colours"] = (colour, colour)
    pair = dict.fromkeys((view.small, view.large))
    name = _sorted(view, PROBLEM, words.problems.PROBLEM, "text", _name)
    between = [_difference(view)] if len(pair) > 1 else []
    if view.listed is Listed.FOOLED:
        between.append(_unsorted(words.problems.PICKED, "share", lambda row: _known(row.picked)))
    others = [each for model, each in of_model.items() if model not in pair]
    if any(row.difficulty for row in asked.rows):
        others.append(_unsorted(words.problems.DIFFICULTY, "text", _difficulty))
    return [name, *(of_model[model] for model in pair), *between, *others]


def _difference(view: View) -> Shown:
    title = words.problems.DIFFERENCE
    shown = _sorted(
        view, DIFFERENCE, title, "difference", lambda row: _known(order.difference(row, view))
    )
    shown.head["colours"] = (SMALL, LARGE)
    return shown


def _sorted(
    view: View, sort: str, title: str, kind: Kind, of: Cell, colour: Colour | None = None
) -> Shown:
    now = order.sorted_by(view)
    head = Column(
        title=title,
        sort=order.next_sort(sort, now),
        sorted=order.direction(sort, now),
        kind=kind,
        colours=None if colour is None else (colour, colour),
    )
    return Shown(head, of)


def _unsorted(title: str, kind: Kind, of: Cell) -> Shown:
    colours = (CHANCE, CHANCE) if kind == "share" else None
    return Shown(Column(title=title, sort=None, sorted="none", kind=kind, colours=colours), of)


def _share(model: str) -> Cell:
    return lambda row: _known(row.by_model[model])


def _name(row: Standing) -> str:
    return one_line(row.problem, NAME)


def _difficulty(row: Standing) -> str:
    return one_line(row.difficulty or "", NAME)


def _known(share: float) -> float | None:
    """Return percent, rounded to what is sent; None where nothing is known."""
    return None if math.isnan(share) else round(100 * share, 1)

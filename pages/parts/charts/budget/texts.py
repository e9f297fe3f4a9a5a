"""The words that the budget chart is sent: texts with names in braces, which the browser fills."""

from typing import TypedDict, cast

from backend import words as facts
from pages.parts import words


class ScaleMessage(TypedDict):
    """How an amount is written that is `least` or more: `times` as many, between two texts."""

    least: float
    times: float
    before: str
    after: str


class UnitMessage(TypedDict):
    """A unit, and how amounts of it are written: as `Writing` of backend/words/amounts.py says."""

    name: str
    scales: list[ScaleMessage]
    whole: bool
    one: str | None
    also: list[str]


class TextsMessage(TypedDict):
    """The texts of `words.chart`, by name: for the chart, for its parts, and for curves' points."""

    figure: str
    alternative: str
    scores: str
    zoom: str
    reset: str
    save: str
    slider: str
    failed: str
    no_library: str
    budget: str
    type_a_number: str
    beyond_chart: str
    spoken: str
    solves: str
    not_affordable: str
    leads: str
    level: str
    ended: str
    unpaid: str
    one_for_many: str
    one_for_most: str
    to_a_score: str
    to_a_budget: str
    score_to_reach: str
    type_a_score: str
    needs: str
    never_reaches: str
    reaches_with: str
    only_one: str
    neither: str
    both: str
    both_need: str
    one_needs: str
    none_reaches: str
    times_as_much: str
    more: str
    less: str
    as_much: str
    reach_table: str
    never: str
    or_more: str
    reach_columns: list[str]
    drag: str
    each: str
    alone: str
    on_release: str
    compare_at: str
    use_all: str
    measured: str
    published: str
    fitted: str
    sampled: str
    greedy: str
    table: str
    columns: list[str]
    count: str
    up_to: str
    at_most: str
    on_average: str
    worst: str
    interval: str
    one_costs: str
    all_its_data: str
    on_problems: str
    add: str
    remove: str
    search: str
    show_all: str
    show_fewer: str
    none_found: str


def unit_message(unit: str) -> UnitMessage:
    """Return how the browser writes amounts of a unit."""
    how = facts.amounts.writing(unit)
    scales = [
        ScaleMessage(least=s.least, times=s.times, before=s.before, after=s.after)
        for s in how.scales
    ]
    return UnitMessage(name=unit, scales=scales, whole=how.whole, one=how.one, also=list(how.also))


def mixed(unit: str, least: float) -> bool:
    """Return whether amounts on an axis that begins at `least` are written in several units."""
    return unit in ("$", "s") or (unit == "TFLOPs" and least < 1)


def texts_message() -> TextsMessage:
    """Return the chart's texts."""
    names = TextsMessage.__annotations__
    return cast(TextsMessage, {name: getattr(words.chart, name.upper()) for name in names})

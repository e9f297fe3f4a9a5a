"""The words that the budget chart is sent: texts with names in braces, which the browser fills."""

from typing import TypedDict

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


class TextsMessage(TypedDict):
    """Texts for the chart as a whole, for each curve at a budget, and for points to point at."""

    figure: str
    scores: str
    reset: str
    slider: str
    failed: str
    no_library: str
    budget: str
    spoken: str
    solves: str
    not_affordable: str
    count: str
    no_score: str
    one_costs: str
    left_over: str
    nothing_left: str
    ended_left_over: str
    ended_nothing_left: str
    measured: str
    published: str
    fitted: str
    sampled: str
    greedy: str


def unit_message(unit: str) -> UnitMessage:
    """Return how the browser writes amounts of a unit."""
    how = facts.amounts.writing(unit)
    scales = [
        ScaleMessage(least=s.least, times=s.times, before=s.before, after=s.after)
        for s in how.scales
    ]
    return UnitMessage(name=unit, scales=scales, whole=how.whole, one=how.one)


def texts_message() -> TextsMessage:
    """Return the chart's texts."""
    said = words.chart
    return TextsMessage(
        figure=said.FIGURE,
        scores=said.SCORES,
        reset=said.RESET,
        slider=said.SLIDER,
        failed=said.FAILED,
        no_library=said.NO_LIBRARY,
        budget=said.BUDGET,
        spoken=said.SPOKEN,
        solves=said.SOLVES,
        not_affordable=said.NOT_AFFORDABLE,
        count=said.COUNT,
        no_score=said.NO_SCORE,
        one_costs=said.ONE_COSTS,
        left_over=said.LEFT_OVER,
        nothing_left=said.NOTHING_LEFT,
        ended_left_over=said.ENDED_LEFT_OVER,
        ended_nothing_left=said.ENDED_NOTHING_LEFT,
        measured=said.MEASURED,
        published=said.PUBLISHED,
        fitted=said.FITTED,
        sampled=said.SAMPLED,
        greedy=said.GREEDY,
    )

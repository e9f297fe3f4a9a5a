"""What the budget chart is sent: the budgets that can be chosen, and what shows of curves there.

A curve of ten thousand answers costs no more than one of a few hundred: what no stop of the slider
pays for exactly, and no line is drawn to, is not sent.
"""

import base64
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NewType, TypedDict

import numpy as np
from numpy.typing import NDArray

from backend.maths.assumptions import BudgetKind
from backend.maths.budgets import affordable_ks, as_shown, left_over, pays_from
from backend.records.scores import Curve, PointKind, References, none_if_nan
from pages.parts import words
from pages.parts.charts.budget.texts import (
    TextsMessage,
    UnitMessage,
    texts_message,
    unit_message,
)
from pages.parts.charts.palette import Colour

_DRAWN = 120  # points of a curve that are drawn
_MARKED = 12  # affordable k that get a marker of their own
_GRID = 240  # budgets on the slider, beside those where a curve steps
_TICK, _WIDE_TICK = 45, 80  # pixels that the text of a tick takes

Float64s = NewType("Float64s", str)
"""Numbers as the bytes of their little-endian array, in base 64; so are the next two."""
Float32s = NewType("Float32s", str)
Int32s = NewType("Int32s", str)


class AxisMessage(TypedDict):
    """The budget axis: from where to where, and whether each tick carries a unit of its own.

    `tick` is the room in pixels that the text of a tick takes.
    """

    title: str
    range: tuple[float, float]
    mixed: bool
    tick: int


class CurveMessage(TypedDict):
    """A curve: scores in percent for some k by what they cost, and by stops of the slider.

    The k are all that are drawn, or that a stop pays for. At each stop, the answers of the first
    `affordable` of them are paid for and `left` of the budget is left over; from stop `ends` on it
    would pay for more than there is data for. The last step is drawn up to the budget `end`.
    `drawn`, `marked` and `published` are places in the arrays.
    """

    model: str
    label: str
    colour: Colour
    k: Int32s
    budget: Float64s
    score: Float64s
    low: Float32s | None
    high: Float32s | None
    end: float
    affordable: Int32s
    left: Float64s
    ends: int
    drawn: list[int]
    marked: list[int]
    published: list[int]
    measured: bool


class MarkMessage(TypedDict):
    """A model's one answer without selection, in percent."""

    label: str
    colour: Colour
    budget: float
    single: float
    greedy: float | None
    level: bool


class Content(TypedDict):
    """What the chart shows; `grid` are the slider's budgets, `stop` is the place of the chosen."""

    curves: list[CurveMessage]
    grid: Float64s
    stop: int
    unit: UnitMessage
    texts: TextsMessage
    axis: AxisMessage
    bands: bool
    marks: list[MarkMessage]
    key: str


class Message(Content):
    """The same with a digest of it."""

    revision: str


@dataclass(frozen=True)
class Mark:
    """A model's one answer without selection: a circle and a star, with a level to beat or not."""

    label: str
    colour: Colour
    scores: References
    level: bool = False


def message(
    curves: Sequence[Curve],
    labels: Mapping[str, str],
    colours: Mapping[str, Colour],
    kind: BudgetKind,
    unit: str,
    budget: float,
    bands: bool,
    marks: Sequence[Mark] = (),
) -> Message:
    """Return the chart's data, ready for JSON; `revision` changes with anything in it."""
    grid = budget_grid(curves, kind, budget)
    measured = all(curve.measured for curve in curves)
    content = Content(
        curves=[_curve(each, labels[each.model], colours[each.model], grid) for each in curves],
        grid=_float64s(grid),
        stop=int(np.searchsorted(grid, budget)),
        unit=unit_message(unit),
        texts=texts_message(),
        axis=_axis(grid, unit),
        bands=bands,
        marks=[_mark(mark) for mark in marks],
        key=_key(measured, bands, marks),
    )
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
    return Message(**content, revision=digest)


def budget_grid(curves: Sequence[Curve], kind: BudgetKind, chosen: float) -> NDArray[np.float64]:
    """Return the budgets that the slider can stop at, rising.

    Round numbers spread evenly over the log axis, every budget at which one of the first steps of
    a curve is reached, as it is shown, and the chosen one.
    """
    low = min(curve.budget[0] for curve in curves)
    high = max(curve.budget[-1] for curve in curves)
    if kind is BudgetKind.SAMPLES:
        spread = np.round(np.geomspace(low, high, _GRID))
    else:
        spread = np.array([round_up(value, 3) for value in np.geomspace(low, high, _GRID)])
    spread = np.minimum(spread, round_up(high, 4))
    steps = [as_shown(curve.budget[:_MARKED]) for curve in curves]
    return np.unique(np.concatenate([spread, *steps, [chosen]]))


def round_up(value: float, digits: int) -> float:
    """Round a positive number up to `digits` significant digits."""
    place = digits - 1 - math.floor(math.log10(value))
    return round(math.ceil(value * 10.0**place - 1e-6) / 10.0**place, place)


def _curve(curve: Curve, label: str, colour: Colour, grid: NDArray[np.float64]) -> CurveMessage:
    drawn = np.unique(np.round(np.geomspace(1, len(curve.k), _DRAWN)).astype(int))
    published = curve.k[curve.kind == PointKind.PUBLISHED]
    marked = curve.k[:_MARKED]
    affordable = affordable_ks(grid, curve.budget)
    shown = reduce(np.union1d, (drawn, published, marked, affordable[affordable > 0]))
    at = shown - 1
    has_band = bool(np.isfinite(curve.low).all())
    next_one = np.array([curve.next_budget])
    used = np.concatenate([[0.0], curve.budget])[affordable]
    left = [left_over(*each) for each in zip(grid.tolist(), used.tolist(), strict=True)]
    return CurveMessage(
        model=curve.model,
        label=label,
        colour=colour,
        k=_int32s(shown),
        budget=_float64s(curve.budget[at]),
        score=_float64s(curve.score[at]),
        low=_float32s(curve.low[at]) if has_band else None,
        high=_float32s(curve.high[at]) if has_band else None,
        end=float(pays_from(next_one)[0]),
        affordable=_int32s(np.searchsorted(shown, affordable, side="right")),
        left=_float64s(np.array(left)),
        ends=int((affordable_ks(grid, next_one) == 0).sum()),
        drawn=np.searchsorted(shown, np.union1d(drawn, published)).tolist(),
        marked=np.searchsorted(shown, marked).tolist(),
        published=np.searchsorted(shown, published).tolist(),
        measured=curve.measured,
    )


def _axis(grid: NDArray[np.float64], unit: str) -> AxisMessage:
    mixed = unit in ("$", "s") or (unit == "TFLOPs" and float(grid[0]) < 1)
    margin = (grid[-1] / grid[0]) ** 0.02
    return AxisMessage(
        title=words.chart.axis(None if mixed else unit),
        range=(float(grid[0] / margin), float(grid[-1] * margin)),
        mixed=mixed,
        tick=_WIDE_TICK if mixed and unit == "TFLOPs" else _TICK,
    )


def _mark(mark: Mark) -> MarkMessage:
    scores = mark.scores
    return MarkMessage(
        label=mark.label,
        colour=mark.colour,
        budget=scores.budget,
        single=scores.single,
        greedy=none_if_nan(scores.greedy),
        level=mark.level,
    )


def _key(measured: bool, bands: bool, marks: Sequence[Mark]) -> str:
    greedy = any(not math.isnan(mark.scores.greedy) for mark in marks)
    return words.chart.key(measured=measured, bands=bands, marks=bool(marks), greedy=greedy)


def _float64s(values: NDArray[np.float64]) -> Float64s:
    return Float64s(_packed(values.astype("<f8")))


def _float32s(values: NDArray[np.float64]) -> Float32s:
    return Float32s(_packed(values.astype("<f4")))


def _int32s(values: NDArray[np.int64]) -> Int32s:
    return Int32s(_packed(values.astype("<i4")))


def _packed(values: NDArray[np.generic]) -> str:
    return base64.b64encode(values.tobytes()).decode()

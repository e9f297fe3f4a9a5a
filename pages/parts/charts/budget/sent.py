"""What a page asks the budget chart to show, as it is sent.

A curve of ten thousand answers costs no more than one of a few hundred: what no stop of the slider
pays for exactly, and no line is drawn to, is not sent.
"""

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backend import words as facts
from backend.answers.reaching import decisive
from backend.maths.verdicts import Verdict, Which
from backend.records.comparison import charged_alike, most_alike
from backend.records.scores import Charge, Curve, PointKind, none_if_nan
from pages.parts import words
from pages.parts.charts.budget.grid import MARKED, budget_grid
from pages.parts.charts.budget.library import address
from pages.parts.charts.budget.message import (
    ArrowMessage,
    AxisMessage,
    Content,
    CurveMessage,
    DuelMessage,
    EntryMessage,
    Float32s,
    Float64s,
    Int32s,
    MarkMessage,
    Message,
    PackedMessage,
    ReachMessage,
    RegionMessage,
)
from pages.parts.charts.budget.shown import Duel, Entry, Mark, Shown
from pages.parts.charts.budget.texts import mixed, texts_message, unit_message

_DRAWN = 120  # points of a curve that are drawn
_TICK, _WIDE_TICK = 45, 80  # pixels that the text of a tick takes


def message_of(shown: Shown) -> Message:
    """Return the chart's data, ready for JSON; `revision` changes with anything in it."""
    grid = np.union1d(budget_grid(shown.curves, shown.kind), [shown.budget])
    entries, ranked = _entries(shown), _ranked(shown)
    apart = facts.unlike.unlike([each.curve.charge for each in entries], ranked)
    content = Content(
        curves=[_curve(each, shown, grid) for each in shown.curves],
        entries=[_entry(each, shown, grid, ranked) for each in entries],
        apart=words.chart.apart(apart) if apart else "",
        grid=_float64s(grid),
        stop=int(np.searchsorted(grid, shown.budget)),
        reach=_reach(shown.target),
        offers_score=shown.offers_score,
        unit=unit_message(shown.unit),
        exact_unit=unit_message(facts.amounts.exact_unit(shown.unit)),
        texts=texts_message(),
        axis=_axis(grid, shown),
        marks=[_mark(mark) for mark in shown.marks],
        duel=_duel(shown.duel, shown) if shown.duel else None,
        scope=shown.scope,
        title=shown.title,
        source=shown.source,
        named=shown.named,
        key=_key(shown),
        library=address(),
    )
    duel = content["duel"]
    pair = [duel["small"], duel["large"]] if duel else []
    drawn = [content["scope"], content["curves"], content["marks"], content["axis"], pair]
    drawing = _digest([*drawn, content["reach"] is None])
    return Message(**content, revision=_digest(content), drawing=drawing)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _packed_curve(
    curve: Curve,
    label: str,
    grid: NDArray[np.float64],
    target: float | None,
    also: Sequence[NDArray[np.int64]] = (),
) -> tuple[PackedMessage, NDArray[np.int64]]:
    """Return a curve at the k that decide at a stop of the line, and at those of `also`; these k.

    At a budget they are those that it pays for, at a score those that first reach it too.
    """
    affordable = curve.affordable(grid)
    first = () if target is None else (decisive(curve, _targets(target)),)
    found = np.concatenate([*also, *first, affordable[affordable > 0]])
    sent = np.unique(found).astype(np.int64)
    at = sent - 1
    has_interval = bool(np.isfinite(curve.low).all())
    packed = PackedMessage(
        model=curve.model,
        label=label,
        k=_int32s(sent),
        answers=_float64s(curve.answers[at]) if curve.stops else None,
        budget=_float64s(curve.budget[at]),
        worst=_float64s(curve.worst[at]) if curve.stops else None,
        score=_float64s(curve.score[at]),
        low=_float32s(curve.low[at]) if has_interval else None,
        high=_float32s(curve.high[at]) if has_interval else None,
        pays=_int32s(np.searchsorted(affordable, sent)),
        ends=int((~curve.ended(grid)).sum()),
    )
    return packed, sent


def _curve(curve: Curve, shown: Shown, grid: NDArray[np.float64]) -> CurveMessage:
    drawn = np.unique(np.round(np.geomspace(1, len(curve.k), _DRAWN)).astype(int))
    published = curve.k[curve.kind == PointKind.PUBLISHED]
    marked = curve.k[:MARKED]
    drawn = np.union1d(drawn, published)
    packed, k = _packed_curve(curve, shown.labels[curve.model], grid, shown.target, (drawn, marked))
    return CurveMessage(
        **packed,
        colour=shown.colours[curve.model],
        end=curve.ends_from,
        drawn=np.searchsorted(k, drawn).tolist(),
        marked=np.searchsorted(k, marked).tolist(),
        published=np.searchsorted(k, published).tolist(),
        measured=curve.measured,
        band=_has_band(curve, shown),
    )


def _stops(shown: Shown) -> bool:
    return any(curve.stops for curve in shown.curves)


def _has_band(curve: Curve, shown: Shown) -> bool:
    return curve.model in shown.banded and bool(np.isfinite(curve.low).all())


def _entries(shown: Shown) -> Sequence[Entry]:
    return shown.entries or [Entry(each, shown.labels[each.model]) for each in shown.curves]


def _ranked(shown: Shown) -> Charge:
    """Return a cost that all which are ranked may be compared with: the pair's, or else most'."""
    charges = {each.curve.model: each.curve.charge for each in _entries(shown)}
    return charges[shown.duel.small] if shown.duel else most_alike(list(charges.values()))


def _entry(entry: Entry, shown: Shown, grid: NDArray[np.float64], ranked: Charge) -> EntryMessage:
    model, charge = entry.curve.model, entry.curve.charge
    alike = charged_alike((charge, ranked))
    pick: Literal["add", "remove"] | None = None
    if shown.entries and shown.duel and model not in (shown.duel.small, shown.duel.large):
        pick = "remove" if model in shown.colours else "add"
    packed, _ = _packed_curve(entry.curve, entry.label, grid, shown.target)
    return EntryMessage(
        **packed,
        family=entry.family,
        size=entry.size,
        problems=entry.curve.n_problems,
        colour=shown.colours.get(model),
        pick=pick,
        apart=None if alike else facts.unlike.written(charge, ranked),
    )


def _duel(duel: Duel, shown: Shown) -> DuelMessage:
    places = {curve.model: place for place, curve in enumerate(shown.curves)}
    colours = {Which.SMALL: shown.colours[duel.small], Which.LARGE: shown.colours[duel.large]}
    return DuelMessage(
        small=places[duel.small],
        large=places[duel.large],
        colour=shown.colours[duel.winner] if duel.winner else None,
        headline=duel.headline,
        certainty=duel.certainty,
        remarks=list(duel.remarks),
        regions=[
            RegionMessage(
                start=region.start,
                end=region.end,
                colour=colours[leader] if (leader := region.verdict.leader) else None,
                wins=region.verdict.wins,
                text=text,
            )
            for region, text in duel.regions
            if region.verdict is not Verdict.UNEQUAL
        ],
        saving=ArrowMessage(
            tip=duel.saving.tip,
            start=duel.saving.start,
            score=duel.saving.score,
            text=duel.saving.text,
        )
        if duel.saving
        else None,
        all_samples=duel.all_samples,
        compared=duel.compared,
    )


def _targets(target: float) -> NDArray[np.float64]:
    """Return the scores that the line stops at: whole percents, and the chosen one."""
    return np.unique(np.append(np.arange(1.0, 101.0), target))


def _reach(target: float | None) -> ReachMessage | None:
    if target is None:
        return None
    targets = _targets(target)
    return ReachMessage(targets=_float64s(targets), stop=int(np.searchsorted(targets, target)))


def _axis(grid: NDArray[np.float64], shown: Shown) -> AxisMessage:
    unit = shown.unit
    several = mixed(unit, float(grid[0]))
    margin = (grid[-1] / grid[0]) ** 0.02
    return AxisMessage(
        title=words.chart.axis(None if several else unit, stops=_stops(shown)),
        range=(float(grid[0] / margin), float(grid[-1] * margin)),
        mixed=several,
        tick=_WIDE_TICK if several and unit == "TFLOPs" else _TICK,
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


def _key(shown: Shown) -> str:
    return words.chart.key(
        measured=all(curve.measured for curve in shown.curves),
        stops=_stops(shown),
        bands=any(_has_band(curve, shown) for curve in shown.curves),
        marks=bool(shown.marks),
        greedy=any(not math.isnan(mark.scores.greedy) for mark in shown.marks),
        regions=bool(shown.duel and shown.duel.regions),
        reaching=shown.target is not None,
        falls=any(bool((np.diff(curve.score) < 0).any()) for curve in shown.curves),
    )


def _float64s(values: NDArray[np.float64]) -> Float64s:
    return Float64s(_packed(values.astype("<f8")))


def _float32s(values: NDArray[np.float64]) -> Float32s:
    return Float32s(_packed(values.astype("<f4")))


def _int32s(values: NDArray[np.int64]) -> Int32s:
    return Int32s(_packed(values.astype("<i4")))


def _packed(values: NDArray[np.generic]) -> str:
    return base64.b64encode(values.tobytes()).decode()

"""What the budget chart is sent: every curve once, packed, and the budgets that can be chosen."""

import base64
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.maths.assumptions import BudgetKind
from backend.maths.budgets import SLACK, as_shown, pays_from
from backend.records.scores import Curve, PointKind, References, none_if_nan
from pages.parts.charts.palette import Colour

_DRAWN = 120  # points of a curve that are drawn; look-ups use all
_MARKED = 12  # affordable k that get a marker of their own
_GRID = 240  # budgets on the slider, beside those where a curve steps


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
) -> dict[str, Any]:
    """Return the chart's data, ready for JSON; `revision` changes with anything in it."""
    grid = budget_grid(curves, kind, budget)
    measured = all(curve.measured for curve in curves)
    content: dict[str, Any] = {
        "curves": [_curve(curve, labels[curve.model], colours[curve.model]) for curve in curves],
        "grid": _pack(grid, "<f8"),
        "unit": unit,
        "axis": _axis(grid, unit),
        "budget": budget,
        "bands": bands,
        "marks": [_mark(mark) for mark in marks],
        "key": _key(measured, bands, marks),
    }
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
    return content | {"revision": digest}


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


def _curve(curve: Curve, label: str, colour: Colour) -> dict[str, Any]:
    drawn = np.unique(np.round(np.geomspace(1, len(curve.k), _DRAWN)).astype(int)) - 1
    published = np.flatnonzero(curve.kind == PointKind.PUBLISHED)
    has_band = bool(np.isfinite(curve.low).all())
    return {
        "model": curve.model,
        "label": label,
        "colour": colour,
        "budget": _pack(curve.budget, "<f8"),
        "pays": _pack(pays_from(curve.budget) * (1 - SLACK), "<f8"),
        "end": float(pays_from(np.array([curve.next_budget]))[0]) * (1 - SLACK),
        "score": _pack(curve.score, "<f4"),
        "low": _pack(curve.low, "<f4") if has_band else None,
        "high": _pack(curve.high, "<f4") if has_band else None,
        "drawn": np.union1d(drawn, published).tolist(),
        "marked": list(range(min(_MARKED, len(curve.k)))),
        "published": published.tolist(),
        "measured": curve.measured,
    }


def _axis(grid: NDArray[np.float64], unit: str) -> dict[str, Any]:
    """Return the budget axis; where its unit changes along it, each tick carries its own."""
    mixed = unit in ("$", "s") or (unit == "TFLOPs" and float(grid[0]) < 1)
    title = f"Budget per problem{'' if mixed else f', {unit}'} (log scale)"
    return {"title": title, "range": _extent(grid), "mixed": mixed}


def _extent(grid: NDArray[np.float64]) -> list[float]:
    margin = (grid[-1] / grid[0]) ** 0.02
    return [float(grid[0] / margin), float(grid[-1] * margin)]


def _mark(mark: Mark) -> dict[str, Any]:
    scores = mark.scores
    return {
        "label": mark.label,
        "colour": mark.colour,
        "budget": scores.budget,
        "single": scores.single,
        "greedy": none_if_nan(scores.greedy),
        "level": mark.level,
    }


def _key(measured: bool, bands: bool, marks: Sequence[Mark]) -> str:
    if not measured:
        return "● published; ○ and line fitted between. Each step is one more answer paid for."
    band = "; bands: 95 % intervals over problems, at each budget alone" if bands else ""
    shapes = "; ◯ one sampled answer" if marks else ""
    if any(not math.isnan(mark.scores.greedy) for mark in marks):
        shapes += ", ★ the greedy one"
    return f"Each step is one more answer paid for{band}{shapes}."


def _pack(values: NDArray[np.float64], layout: str) -> str:
    return base64.b64encode(values.astype(layout).tobytes()).decode()

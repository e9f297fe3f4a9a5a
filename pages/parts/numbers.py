"""The exact numbers behind the chart, as tables and as a file."""

from collections.abc import Sequence

import pandas as pd

from backend.curves import Curve, short_name


def at_budget(curves: Sequence[Curve], budget: float, unit: str) -> pd.DataFrame:
    """Return one row per model: what the budget buys; empty cells where it buys nothing."""
    rows = []
    for curve in curves:
        point = curve.at(budget)
        rows.append(
            {
                "model": short_name(curve.model),
                "answers": point.k if point else None,
                "score, %": point.score if point else None,
                "low, %": point.low if point else None,
                "high, %": point.high if point else None,
                f"used, {unit}": point.budget_used if point else None,
                f"left over, {unit}": budget - point.budget_used if point else None,
                f"one answer, {unit}": curve.one.value,
                "cost is": curve.one.origin,
                "score is": point.kind.value if point else "not affordable",
                "problems": curve.n_problems,
                "samples a problem": curve.n_samples,
            }
        )
    return pd.DataFrame(rows)


def all_points(curves: Sequence[Curve]) -> pd.DataFrame:
    """Return one row per model and k, with the columns of `python -m backend curve`."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "model": curve.model,
                    "k": curve.k,
                    "budget": curve.budget,
                    "score": curve.score,
                    "lo": curve.low,
                    "hi": curve.high,
                    "kind": curve.kind,
                }
            )
            for curve in curves
        ],
        ignore_index=True,
    )

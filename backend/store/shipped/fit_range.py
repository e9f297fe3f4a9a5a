"""How far the curves between published values may lie: `python -m backend.store.shipped.fit_range`.

15 000 linear programmes take a minute or two, too long for a first start: their results ship.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.maths.published_fit import fit_mixture, fit_range
from backend.pulse import say
from backend.store.shipping import PUBLISHED

FIT_RANGE = PUBLISHED / "paper_fit_range.csv"
_POINTS = PUBLISHED / "paper_pass_at_k.csv"
_ROUNDING = 0.0005  # the paper prints percent with one decimal
_FARTHEST = 0.001  # of the drawn curve from the range
_SOLVER = 1e-3  # the solver's tolerance, in hundredths of a percent

Floats = NDArray[np.float64]
Run = tuple[str, str]


def published_points() -> dict[Run, dict[int, float]]:
    """Return pass@k in percent at each published k, by benchmark and model."""
    points: dict[Run, dict[int, float]] = defaultdict(dict)
    with _POINTS.open() as file:
        for row in csv.DictReader(file):
            points[row["benchmark"], row["model"]][int(row["k"])] = float(row["pass_at_k"])
    return dict(points)


def shown_range(points: Mapping[int, float], at: Sequence[int]) -> tuple[Floats, Floats]:
    """Return the range of `fit_range` as it is shown with a run's curve.

    It holds what is drawn: at a published k all of the printed value's rounding, even where the
    other values leave less; elsewhere the fitted curve, which need not round to all values.

    Args:
        points: pass@k in percent at each published k.
        at: the k, shape (ks,), from the first to the last published one.

    Returns:
        low and high in percent, rounded outward to two decimals, shape (ks,) each.

    Raises:
        ArithmeticError: if the fitted curve lies more than 0.1 points outside.
    """
    ks, scores = list(points), np.divide(list(points.values()), 100.0)
    low, high = fit_range(ks, scores, at, _ROUNDING)
    drawn = fit_mixture(ks, scores).pass_at_k(at)
    if max(np.max(low - drawn), np.max(drawn - high)) > _FARTHEST:
        raise ArithmeticError("the fitted curve lies far outside of its range")
    low, high = np.minimum(low, drawn), np.maximum(high, drawn)
    printed = np.array([points.get(k, np.nan) for k in at]) / 100.0
    low, high = np.fmin(low, printed - _ROUNDING), np.fmax(high, printed + _ROUNDING)
    return np.floor(low * 1e4 + _SOLVER) / 100.0, np.ceil(high * 1e4 - _SOLVER) / 100.0


def write(path: Path) -> None:
    """Write the range of every run at every k up to the last published one, as a CSV file."""
    draft = path.with_name(f".{path.name}")
    with draft.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["benchmark", "model", "k", "low", "high"])
        for run, points in published_points().items():
            say(" ".join(map(str, run)))
            at = range(1, max(points) + 1)
            for k, low, high in zip(at, *shown_range(points, at), strict=True):
                table.writerow([*run, k, f"{low:.2f}", f"{high:.2f}"])
    draft.replace(path)


if __name__ == "__main__":
    write(FIT_RANGE)

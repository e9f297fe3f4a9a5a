"""How many problems, samples and points."""

from collections.abc import Sequence

from backend.records.scores import Curve, Point


def problems_of(curve: Curve) -> str:
    """Return over how many problems a curve is: "118 problems", "163 of 164 problems"."""
    if curve.n_problems == curve.n_given:
        return of_problems(curve.n_problems)
    return f"{curve.n_problems:,} of {curve.n_given:,} problems"


def samples_of(curve: Curve) -> str:
    """Return how many samples a problem has: "100", or "97 to 100"."""
    return samples_of_all([curve])


def samples_of_all(curves: Sequence[Curve]) -> str:
    """Return how many samples a problem has of several models: "100", or "200 to 1,000"."""
    fewest = min(curve.n_fewest for curve in curves)
    most = max(curve.n_samples for curve in curves)
    return f"{most:,}" if fewest == most else f"{fewest:,} to {most:,}"


def drawn(point: Point) -> str:
    """Return how many answers there are: "x 5", "up to 5 times (1.7 on average)"."""
    if point.answers == point.k:
        return f"x {point.k:,}"
    return f"up to {point.k:,} times ({point.answers:.1f} on average)"


def points(value: float) -> str:
    """Return signed percent points with one decimal, never "-0.0"."""
    return f"{round(value, 1) + 0.0:+.1f}"


def of_problems(count: int) -> str:
    """Return a number of problems: "1 problem", "118 problems"."""
    return f"{count:,} {'problem' if count == 1 else 'problems'}"


def ends_of_lead(low: float, high: float, side: int) -> str:
    """Return an interval of the lead of the one who leads: `side` is -1 for the large model."""
    ends = (low, high) if side > 0 else (-high, -low)
    return f"{points(ends[0])} to {points(ends[1])} points"

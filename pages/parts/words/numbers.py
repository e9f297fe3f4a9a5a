"""What is said in the table of exact numbers, and how shares and intervals are written."""

import math

from backend.records.scores import PointKind

COLUMNS = (
    "Model",
    "Answers",
    "Solved",
    "95 % interval",
    "Uses",
    "Left over",
    "One answer",
    "Score is",
)
NOTHING = "-"
TIMES = "x"
"""The unit in which answers of the reference model are counted."""
NOT_AFFORDABLE = "not affordable at this budget"


def interval(low: float, high: float) -> str:
    """Return an interval of scores in percent, `NOTHING` where there is none."""
    return NOTHING if math.isnan(low) else f"{low:.1f} to {high:.1f} %"


def score_is(kind: PointKind, problems: str, samples: str) -> str:
    """Return what a score rests on."""
    return f"{kind}: {problems} x {samples} samples"

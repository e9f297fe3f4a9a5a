"""How shares and intervals are written."""

import math

NOTHING = "-"


def interval(low: float, high: float) -> str:
    """Return an interval of scores in percent, `NOTHING` where there is none."""
    return NOTHING if math.isnan(low) else f"{low:.1f} to {high:.1f} %"

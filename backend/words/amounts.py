"""Budgets and costs as people read them."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

AVERAGE = " on average"
"""What ends the unit of amounts that are known on average only."""

_LEAST = math.ulp(0.0)
_NUMBER = r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"  # commas group thousands
_TYPED = re.compile(rf"([^\d.]*)({_NUMBER})(.*)", re.IGNORECASE | re.ASCII)
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|points?\b|\w*FLOPs\b|[mµ]?s\b|¢)")


@dataclass(frozen=True)
class Scale:
    """How an amount is written that is `least` or more: `times` as many, between two texts."""

    least: float
    times: float
    after: str
    before: str = ""


@dataclass(frozen=True)
class Writing:
    """How amounts of a unit are written: on the first scale that fits, or else on the last.

    `whole` ones have no decimals; `one` is written after exactly 1. Besides as they are written
    they may be typed with what is in `also` behind them.
    """

    scales: tuple[Scale, ...]
    whole: bool = False
    one: str | None = None
    also: tuple[str, ...] = ()


_WRITINGS: Mapping[str, Writing] = {
    "samples": Writing((Scale(0, 1, " samples"),), whole=True, one=" sample", also=("sample",)),
    f"samples{AVERAGE}": Writing(
        (Scale(0, 1, f" samples{AVERAGE}"),), also=("samples", "sample", f"sample{AVERAGE}")
    ),
    "$": Writing((Scale(1, 1, "", "$"), Scale(0, 100, " ¢"))),
    "s": Writing(
        (Scale(1, 1, " s"), Scale(1e-3, 1e3, " ms"), Scale(_LEAST, 1e6, " µs"), Scale(0, 1, " s"))
    ),
    "TFLOPs": Writing(
        (
            Scale(1, 1, " TFLOPs"),
            Scale(1e-3, 1e3, " GFLOPs"),
            Scale(_LEAST, 1e6, " MFLOPs"),
            Scale(0, 1, " TFLOPs"),
        )
    ),
}


def writing(unit: str) -> Writing:
    """Return how amounts of a unit are written: small ones in a smaller unit, ¢, ms, GFLOPs."""
    return _WRITINGS.get(unit) or Writing((Scale(0, 1, f" {unit}"),))


def amount(value: float, unit: str) -> str:
    """Return a budget with its unit, to four digits."""
    return "".join(_parts(value, unit))


def exact_unit(unit: str) -> str:
    """Return the unit of an amount that is no average, where averages have one of their own."""
    return unit.removesuffix(AVERAGE)


def read(text: str, unit: str, beside: float) -> float | None:
    """Return an amount that somebody typed, None where it is none.

    With its unit, or as a bare number on the scale on which `beside` is written. A comma stands
    before three digits, as amounts are written; one before decimals is none. `typed` of
    pages/parts/charts/budget/reading.js does the same.
    """
    found = _TYPED.fullmatch(text.strip())
    if not found:
        return None
    before, number, after = (part.strip().lower() for part in found.groups())
    how = writing(unit)
    if not before and not after:
        scale = _scale(beside, how)
    else:
        fits = (
            each
            for each in how.scales
            if before == each.before.strip().lower()
            and after in {name.strip().lower() for name in (each.after, *how.also)}
        )
        found_scale = next(fits, None)
        if found_scale is None:
            return None
        scale = found_scale
    value = float(number.replace(",", "")) / scale.times
    return value if 0 < value < math.inf else None


def stretch(low: float, high: float, unit: str) -> str:
    """Return budgets from one to another, the unit once where it is one: "3.3 to 120 TFLOPs"."""
    before, number, after = _parts(low, unit)
    its_own = "" if after == _parts(high, unit)[2] else after
    return f"{before}{number}{its_own} to {amount(high, unit)}"


def _parts(value: float, unit: str) -> tuple[str, str, str]:
    """Return what stands before the number, the number, and what stands after it."""
    how = writing(unit)
    scale = _scale(value, how)
    number = f"{value:,.0f}" if how.whole else four_digits(scale.times * value)
    return scale.before, number, how.one if value == 1 and how.one else scale.after


def _scale(value: float, how: Writing) -> Scale:
    return next((each for each in how.scales if value >= each.least), how.scales[-1])


def four_digits(value: float) -> str:
    """Return a number to four significant digits, never in exponent form."""
    if not math.isfinite(value) or value == 0:
        return f"{value:g}"
    decimals = max(0, 3 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unbroken(text: str) -> str:
    """Return a text in which no line ends between a number and its unit.

    `unbroken` of pages/parts/charts/budget/reading.js does the same.
    """
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


def duration(seconds: float) -> str:
    """Return a time in the unit that fits it: "35 ms", "40 s", "12 min", "5.3 hours", "12 days"."""
    if seconds < 1:
        return amount(seconds, "s")
    units = ((99.5, 1, "s"), (99.5 * 60, 60, "min"), (48 * 3600, 3600, "hours"))
    for limit, unit, name in units:
        if seconds < limit:
            return f"{two_digits(seconds / unit)} {name}"
    return f"{two_digits(seconds / 86400)} days"


def count_of(value: float) -> str:
    """Return a number of things as it is said: "940", "84 thousand", "1.5 billion"."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= 0.995 * size:
            return f"{two_digits(value / size)} {name}"
    return f"{two_digits(value / 1e3)} thousand" if value >= 1e4 else f"{value:,.0f}"


def file_size(count: float) -> str:
    """Return a number of bytes in the unit that fits it: "290 kB", "1.4 GB"."""
    for size, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= 0.995 * size:
            return f"{two_digits(count / size)} {name}"
    return f"{count:,.0f} bytes"


def two_digits(value: float) -> str:
    """Return a number of two digits or more, without a point where they are enough."""
    return f"{value:.1f}".removesuffix(".0") if value < 9.95 else f"{value:,.0f}"


def short_count(parameters: int) -> str:
    """Return a number of weights as models' names have it: "13B", "0.724M"."""
    if parameters < 1e8:
        return f"{parameters / 1e6:.3g}M"
    return f"{parameters / 1e9:.3g}B"


def count_of_weights(parameters: int) -> str:
    """Return a number of weights in words: "13 billion", "0.724 million"."""
    if parameters < 1e8:
        return f"{parameters / 1e6:.3g} million"
    return f"{parameters / 1e9:.3g} billion"

"""Budgets and costs as people read them."""

import math

_SMALLER = {"s": ("ms", "µs"), "TFLOPs": ("GFLOPs", "MFLOPs")}


def amount(value: float, unit: str) -> str:
    """Return a budget with its unit: four digits, small ones in a smaller unit: ¢, ms, GFLOPs."""
    if unit == "samples":
        return f"{value:,.0f} {'sample' if value == 1 else 'samples'}"
    if unit == "$":
        return f"${four_digits(value)}" if value >= 1 else f"{four_digits(100 * value)} ¢"
    if unit in _SMALLER and 0 < value < 1:
        thousandth, millionth = _SMALLER[unit]
        if value < 0.001:
            return f"{four_digits(1e6 * value)} {millionth}"
        return f"{four_digits(1000 * value)} {thousandth}"
    return f"{four_digits(value)} {unit}"


def four_digits(value: float) -> str:
    """Return a number to four significant digits, never in exponent form."""
    if not math.isfinite(value) or value == 0:
        return f"{value:g}"
    decimals = max(0, 3 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(seconds: float) -> str:
    """Return a time in the unit that fits it: "35 ms", "40 s", "12 min", "5.3 hours", "12 days"."""
    if seconds < 1:
        return amount(seconds, "s")
    units = ((99.5, 1, "s"), (99.5 * 60, 60, "min"), (48 * 3600, 3600, "hours"))
    for limit, unit, name in units:
        if seconds < limit:
            return f"{_two_digits(seconds / unit)} {name}"
    return f"{_two_digits(seconds / 86400)} days"


def count_of(value: float) -> str:
    """Return a number of things as it is said: "940", "84 thousand", "1.5 billion"."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= 0.995 * size:
            return f"{_two_digits(value / size)} {name}"
    return f"{_two_digits(value / 1e3)} thousand" if value >= 1e4 else f"{value:,.0f}"


def file_size(count: float) -> str:
    """Return a number of bytes in the unit that fits it: "290 kB", "1.4 GB"."""
    for size, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= 0.995 * size:
            return f"{_two_digits(count / size)} {name}"
    return f"{count:,.0f} bytes"


def _two_digits(value: float) -> str:
    """Return a number of two digits or more, without a point where they are enough."""
    return f"{value:.1f}".removesuffix(".0") if value < 9.95 else f"{value:,.0f}"


def count_of_weights(parameters: int) -> str:
    """Return a number of weights in words: "13 billion", "0.724 million"."""
    if parameters < 1e8:
        return f"{parameters / 1e6:.3g} million"
    return f"{parameters / 1e9:.3g} billion"

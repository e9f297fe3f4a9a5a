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

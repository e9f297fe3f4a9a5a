"""Values of JSON as Python source: infinities and integers of any length too."""

import math
from decimal import Decimal
from typing import Any

_DIGITS = 4000  # Python itself reads and writes no longer ones in decimal
_MOST_DIGITS = 1 << 15


def literal(value: Any) -> str:
    """Return Python source of a value that JSON can hold; keys may be integers."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        items = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    if isinstance(value, int) and value.bit_length() > _DIGITS:
        return hex(value)
    return repr(value)


def whole_number(text: str) -> int:
    """Return the integer that a text writes, also one that Python would not read.

    Raises:
        ValueError: if it is longer than tests have, and would take long to read.
    """
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"a whole number of more than {_MOST_DIGITS:,} digits")
    return int(text) if len(text) <= _DIGITS else int(Decimal(text))

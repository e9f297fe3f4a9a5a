"""Compare what a program wrote with what it should have written."""

import math
import re
from decimal import Decimal
from itertools import zip_longest

_SHOWN = 100  # characters of a line
_BEFORE = 40  # of them, before what differs
_TOKEN = re.compile(r"\S++")
_RELATIVE, _ABSOLUTE = 1e-6, 1e-9
# Possessive, so that no text takes more than a look at each of its characters.
_NUMBER = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d{1,4})?", re.ASCII)


def same_output(written: str, expected: str) -> bool:
    """Tell whether two outputs agree, token by token.

    White space separates tokens and is otherwise ignored. Tokens agree if they are equal or are
    numbers of the same value, however written ("5.0" for "5"). Where the expected number has a
    decimal point it may be missed by 1e-6 relatively or 1e-9 absolutely, elsewhere by nothing:
    an integer of 14 digits is not right because its first eight are.
    """
    left, right = written.split(), expected.split()
    return len(left) == len(right) and all(map(_same_token, left, right))


def first_difference(written: str, expected: str) -> str:
    """Return where two outputs that do not agree differ first: the line, and both its texts."""
    for one, other in zip_longest(_TOKEN.finditer(written), _TOKEN.finditer(expected)):
        if one and other and _same_token(one[0], other[0]):
            continue
        if one is None:
            return f"it ends where {_around(other)} was expected"
        number = written.count("\n", 0, one.start()) + 1
        if other is None:
            return f"line {number} is {_around(one)}, where nothing more was expected"
        return f"line {number} is {_around(one)}, expected: {_around(other)}"
    return ""


def _around(token: re.Match[str]) -> str:
    """Return the beginning of a token's line, or what is around the token where it is far in."""
    text, start = token.string, token.start()
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    last = len(text) if last < 0 else last
    begin = first if token.end() - first <= _SHOWN else max(first, start - _BEFORE)
    goes_on = text[begin + _SHOWN : last].strip()
    said = repr(text[begin : min(begin + _SHOWN, last)].rstrip())
    return "…" * (begin > first) + said + "…" * bool(goes_on)


def _same_token(written: str, expected: str) -> bool:
    if written == expected:
        return True
    if not (_NUMBER.fullmatch(expected) and _NUMBER.fullmatch(written)):
        return False
    if "." in expected and math.isfinite(right := float(expected)):
        return math.isclose(float(written), right, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    if any(mark in written + expected for mark in ".eE"):
        return Decimal(written) == Decimal(expected)
    return False

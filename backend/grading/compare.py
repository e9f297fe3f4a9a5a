"""Compare what a program wrote with what it should have written."""

import math
import re
from decimal import Decimal

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

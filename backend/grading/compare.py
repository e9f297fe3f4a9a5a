"""Compare what a program wrote with what it should have written."""

import math

_RELATIVE, _ABSOLUTE = 1e-6, 1e-9


def same_output(written: str, expected: str) -> bool:
    """Tell whether two outputs agree, token by token.

    White space separates tokens and is otherwise ignored. Tokens agree if they are equal or if
    both are numbers, at least one with a decimal point or exponent, that differ by at most 1e-6
    relatively or 1e-9 absolutely. This is the usual rule for APPS and LiveCodeBench.
    """
    left, right = written.split(), expected.split()
    return len(left) == len(right) and all(map(_same_token, left, right))


def _same_token(left: str, right: str) -> bool:
    if left == right:
        return True
    if not any(mark in token for token in (left, right) for mark in ".eE"):
        return False
    try:
        return math.isclose(float(left), float(right), rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    except ValueError:
        return False

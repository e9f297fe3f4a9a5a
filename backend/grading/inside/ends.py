"""How tests ended, as a verdict over the candidate."""

from itertools import islice
from typing import Any

from backend.grading.inside import raised, wire

TOO_LONG = {"status": "timeout", "detail": "the tests themselves took too long"}


class CandidateGoneError(BaseException):
    """The candidate's process ended; no test may catch this and go on."""


class UnsendableError(BaseException):
    """A value cannot cross between the boxes; `tests` says if it is the tests' own."""

    def __init__(self, reason: str, *, tests: bool) -> None:
        """Say why, and whose value it is."""
        super().__init__(reason)
        self.tests = tests


class TestsTooLongError(BaseException):
    """The tests themselves used up their CPU time."""


class ForgedError(Exception):
    """A candidate's process says that a test passed that cannot pass."""


def ended(error: BaseException) -> dict[str, Any]:
    """Return the verdict over a candidate whose tests ended in an exception."""
    match error:
        case CandidateGoneError():
            return {"status": "gone", "detail": "the candidate's process ended"}
        case UnsendableError():
            return {"status": "unsendable", "detail": str(error), "tests": error.tests}
        case TestsTooLongError():
            return TOO_LONG
        case ForgedError():
            return {"status": "forbidden", "detail": "it lets tests pass that cannot pass"}
        case wire.NotAValueError():
            return {"status": "forbidden", "detail": f"the candidate forged a message: {error}"}
        case raised.Told():
            return _failed(str(error).partition(":")[0], str(error))
    name, text = type(error).__name__, raised.told(error)
    if text is not None:
        return _failed(name, text)
    if isinstance(error, ImportError):
        detail = raised.describe(error)
        return {"status": "unscored", "detail": detail, "missing": error.name or detail}
    if isinstance(error, AssertionError):
        return _assertion(error)
    return _failed(name, raised.describe(error))


def _failed(name: str, detail: str) -> dict[str, str]:
    status = {"MemoryError": "memory", "PermissionError": "forbidden"}.get(name, "failed")
    return {"status": status, "detail": detail[:300]}


def _assertion(error: AssertionError) -> dict[str, Any]:
    """Name the failed assertion by its first and last `lines` in the tests, if it is there."""
    line, last, trace = 0, 0, error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename == "<tests>":
            place = next(islice(code.co_positions(), trace.tb_lasti // 2, None))
            line, last = trace.tb_lineno, place[1] or trace.tb_lineno
        trace = trace.tb_next
    said = raised.describe(error).partition(": ")[2]
    detail = f"assertion in line {line} of the tests" + (f": {said}" if said else "")
    return {**_failed("AssertionError", detail), **({"lines": [line, last]} if line else {})}

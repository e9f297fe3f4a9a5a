"""What failed, as the tests have it: a call, and what it should have returned."""

import ast
import re

from backend.records.samples import Answer, Failure, Prompt

_CHECKED = re.compile(r"^check\((\w+)\)\s*\Z", re.MULTILINE)
_GIVEN = "candidate"  # what HumanEval's tests call the function that they are given
_LINE = re.compile(r"assertion in line \d+ of the tests")


def failure(answer: Answer, asked: Prompt) -> Failure | None:
    """Return what is known of why an answer failed, the function by its own name."""
    test, detail = answer.failed_test, answer.detail
    if answer.passed is not False or not (test or detail):
        return None
    if test is None:
        return Failure(None, None, None, detail)
    beside = None if detail is None or _LINE.fullmatch(detail) else detail
    found = _call(test, asked)
    return Failure(None, None, test, beside) if found is None else Failure(*found, None, beside)


def _call(test: str, asked: Prompt) -> tuple[str, str] | None:
    """Return a call and its expected value, None where a test does not have one on each side."""
    try:
        (line,) = ast.parse(test).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match line:
        case ast.Assert(
            test=ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[to])
        ):
            said, expected = (ast.get_source_segment(test, node) for node in (call, to))
        case _:
            return None
    if said is None or expected is None:
        return None
    given = _CHECKED.search(asked.tests or "")
    if given and isinstance(call.func, ast.Name) and call.func.id == _GIVEN:
        said = given[1] + said.removeprefix(_GIVEN)
    return said, expected

"""What failed, as the tests have it: a call, what it should have returned, and what came back."""

import ast
import builtins
import re
from typing import NamedTuple

from backend.records.samples import Answer, Failure, Prompt

_CHECKED = re.compile(r"^check\((\w+)\)\s*\Z", re.MULTILINE)
_GIVEN = "candidate"  # what HumanEval's tests call the function that they are given
_LINE = re.compile(r"assertion in line \d+ of the tests")


class _Call(NamedTuple):
    """A call as a test says it and what it should return; `plain` if all arguments say what."""

    said: str
    expected: str
    plain: bool


def failure(answer: Answer, asked: Prompt) -> Failure | None:
    """Return what is known of why an answer failed, the function by its own name."""
    test, detail = answer.failed_test, answer.detail
    if answer.passed is not False or not (test or detail):
        return None
    last, back = answer.called, answer.came_back
    beside = None if test and detail and _LINE.fullmatch(detail) else detail
    found = _call(test, asked) if test else None
    if found is None:
        return Failure(None, None, test, last, back, beside)
    if last is None or _function(last) != _function(found.said):
        return Failure(found.said, found.expected, None, last, back, beside)
    return Failure(found.said if found.plain else last, found.expected, None, None, back, beside)


def _call(test: str, asked: Prompt) -> _Call | None:
    """Return a call and its expected value, None where a test does not have one on each side.

    The value is one that is written out: nothing of it is looked up, or asked of the program, so
    that a function called here is called last.
    """
    try:
        (line,) = ast.parse(test).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match line:
        case ast.Assert(
            test=ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[to]), msg=why
        ) if _plain(to) and (why is None or _plain(why)):
            said, expected = (ast.get_source_segment(test, node) for node in (call, to))
        case _:
            return None
    if said is None or expected is None:
        return None
    given = _CHECKED.search(asked.tests or "")
    if given and isinstance(call.func, ast.Name) and call.func.id == _GIVEN:
        said = given[1] + said.removeprefix(_GIVEN)
    return _Call(said, expected, all(map(_plain, [*call.args, *call.keywords])))


def _plain(node: ast.AST) -> bool:
    """Tell whether all names in an expression are Python's own."""
    names = (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
    return all(hasattr(builtins, name) for name in names)


def _function(call: str) -> str:
    return call.partition("(")[0]

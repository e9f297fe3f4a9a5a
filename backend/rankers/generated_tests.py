"""Test cases that a model wrote: read, cut into assertions, and made safe to evaluate."""

import ast
import hashlib
import io
import json
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from backend.benchmarks.ids import ProblemIds
from backend.errors import UserError
from backend.files.jsonl import read_lines
from backend.rankers.expressions import is_allowed, is_call
from backend.records.problem import FunctionTests, Problem

_EACH = 5  # assertions taken from one generated text, as CodeT does
_LONGEST = 1 << 14  # characters of one assertion
_ASSERT = re.compile(r"^[^\S\n]*+assert\b", re.MULTILINE)


@dataclass(frozen=True)
class GeneratedTests:
    """A problem's generated assertions, as expressions, and calls whose results are not known.

    `refused` is how many more there were that may not be evaluated (see `expressions`).
    """

    assertions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    refused: int = 0


def read_generated_tests(path: Path, problems: Mapping[str, Problem]) -> dict[str, GeneratedTests]:
    """Return each problem's generated tests, without repeats, in order.

    Reads CodeT's lines of `prompt` and `samples` (texts that go on after `assert `), or lines of
    `task_id` and `tests` (assertions or such texts), `inputs` (calls of the function) or both.

    Raises:
        UserError: if a line has neither form or names no problem.
    """
    found: dict[str, GeneratedTests] = {}
    ids = ProblemIds(problems)
    for number, row in read_lines(path):
        texts, inputs = row.get("samples", row.get("tests")), row.get("inputs")
        given = [value for value in (texts, inputs) if value is not None]
        if not given or not all(map(_texts, given)):
            raise UserError(
                f"{path}, line {number}: 'samples', 'tests' or 'inputs' must be a list of texts"
            )
        known = ids.get(row.get("task_id"))
        problem = problems[known] if known else _by_prompt(row.get("prompt"), problems)
        if problem is None:
            raise UserError(f"{path}, line {number}: no problem has this task_id or prompt")
        tests = _of_each(texts or (), problem, _EACH)
        called = _of_each(inputs or (), problem, 1)
        found[problem.id] = GeneratedTests(
            _allowed(tests), _allowed(called), sum(map(_refused, (tests, called)))
        )
    return found


def _of_each(texts: Iterable[str], problem: Problem, most: int) -> dict[str, bool]:
    """Return the first different assertions of each text, and whether each may be evaluated."""
    return {
        each: allowed
        for text in texts
        for each, allowed in islice(_assertions(text, problem), most)
    }


def _allowed(found: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(each for each, allowed in found.items() if allowed)


def _refused(found: Mapping[str, bool]) -> int:
    return len(found) - sum(found.values())


def digest_of(tests: Mapping[str, GeneratedTests]) -> str:
    """Return what stands for these tests: the same for the same tests in another file or order."""
    used = {
        name: {"assertions": each.assertions, "inputs": each.inputs} for name, each in tests.items()
    }
    text = json.dumps(used, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def assertions(text: str, problem: Problem) -> list[str]:
    """Return the assertions of a generated text that call the problem's function.

    What cannot be parsed is left out, and what is not of the language of `expressions`.
    """
    return [each for each, allowed in _assertions(text, problem) if allowed]


def _assertions(text: str, problem: Problem) -> Iterator[tuple[str, bool]]:
    """Yield the assertions that call the problem's function, and whether each may be evaluated."""
    if not isinstance(problem.tests, FunctionTests):
        return
    entries = set(problem.tests.entries)
    for part in _ASSERT.split(text):
        source = _first_line(part.strip())
        if (test := _asserted(source, entries)) is not None:
            safe = _written(test) if is_allowed(test, entries) else None
            yield safe or source, safe is not None


def calls(expression: str, entries: tuple[str, ...]) -> str | None:
    """Return the first call of the problem's function in an assertion, as an expression."""
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if is_call(node, entries):
            return ast.unparse(node)
    return None


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _first_line(part: str) -> str:
    """Return the beginning that is one line of Python: of several lines where brackets are open."""
    lines = io.StringIO(part[: _LONGEST + 1])
    try:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.ERRORTOKEN:
                break
            if token.type == tokenize.NEWLINE:
                return "\n".join(part.split("\n", token.end[0])[: token.end[0]])
    except (tokenize.TokenError, SyntaxError):  # it never ends, or is no Python
        pass
    return ""


def _asserted(source: str, entries: set[str]) -> ast.expr | None:
    """Return what is asserted, if it is one expression and calls a function."""
    if not 0 < len(source) <= _LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(f"assert {source}")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    statement = tree.body[0] if len(tree.body) == 1 else None
    if isinstance(statement, ast.Assert) and any(
        is_call(node, entries) for node in ast.walk(statement.test)
    ):
        return statement.test
    return None


def _written(test: ast.expr) -> str | None:
    """Return an expression's code, None where it is too deep or long to be written and read."""
    try:
        code = ast.unparse(test)
        ast.parse(code, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return code


def _by_prompt(prompt: object, problems: Mapping[str, Problem]) -> Problem | None:
    """Find the problem whose prompt begins a prompt that asks for tests."""
    if not isinstance(prompt, str):
        return None
    begins = [
        problem for problem in problems.values() if prompt.startswith(problem.prompt.rstrip())
    ]
    return max(begins, key=lambda problem: len(problem.prompt), default=None)

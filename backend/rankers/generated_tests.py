"""Test cases that a model wrote: read, cut into assertions, and made safe to evaluate."""

import ast
import hashlib
import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.benchmarks.ids import ProblemIds
from backend.benchmarks.problem import FunctionTests, Problem
from backend.errors import UserError
from backend.jsonl import read_lines

_EACH = 5  # assertions taken from one generated text, as CodeT does
_LARGE = 100_000


@dataclass(frozen=True)
class GeneratedTests:
    """A problem's generated assertions, as expressions, and calls whose results are not known."""

    assertions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


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
        tests = (each for text in texts or () for each in assertions(text, problem)[:_EACH])
        called = (each for text in inputs or () for each in assertions(text, problem)[:1])
        found[problem.id] = GeneratedTests(
            tuple(dict.fromkeys(tests)), tuple(dict.fromkeys(called))
        )
    return found


def digest_of(tests: Mapping[str, GeneratedTests]) -> str:
    """Return what stands for these tests: the same for the same tests in another file or order."""
    text = json.dumps({name: asdict(each) for name, each in tests.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def assertions(text: str, problem: Problem) -> list[str]:
    """Return the assertions of a generated text that call the problem's function.

    What cannot be parsed is left out, and what could take long by itself: powers, shifts, and
    large numbers.
    """
    if not isinstance(problem.tests, FunctionTests):
        return []
    entries = set(problem.tests.entries)
    parts = re.split(r"(?:^|\n)\s*assert\b|^", text)
    expressions = (_expression(part, entries) for part in parts if part.strip())
    return [expression for expression in expressions if expression]


def calls(expression: str, entries: tuple[str, ...]) -> str | None:
    """Return the first call of the problem's function in an assertion, as an expression."""
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if _is_call(node, set(entries)):
            return ast.unparse(node)
    return None


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _expression(part: str, entries: set[str]) -> str | None:
    """Return the longest beginning of lines that is one assertion's expression."""
    lines = part.strip().splitlines()
    for count in range(len(lines), 0, -1):
        source = "assert " + "\n".join(lines[:count])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
        statement = tree.body[0] if len(tree.body) == 1 else None
        if isinstance(statement, ast.Assert) and _fit(statement.test, entries):
            return ast.unparse(statement.test)
    return None


def _fit(test: ast.expr, entries: set[str]) -> bool:
    nodes = list(ast.walk(test))
    return any(_is_call(node, entries) for node in nodes) and not any(map(_heavy, nodes))


def _is_call(node: ast.AST, entries: set[str]) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in entries
    )


def _heavy(node: ast.AST) -> bool:
    if isinstance(node, ast.Pow | ast.LShift | ast.Lambda | ast.NamedExpr | ast.Await):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return any(_large(part) for part in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        return any(_large(part) for part in node.args)
    return False


def _large(node: ast.AST) -> bool:
    value = getattr(node, "value", None)
    return isinstance(value, int) and abs(value) > _LARGE


def _by_prompt(prompt: object, problems: Mapping[str, Problem]) -> Problem | None:
    """Find the problem whose prompt begins a prompt that asks for tests."""
    if not isinstance(prompt, str):
        return None
    begins = [
        problem for problem in problems.values() if prompt.startswith(problem.prompt.rstrip())
    ]
    return max(begins, key=lambda problem: len(problem.prompt), default=None)

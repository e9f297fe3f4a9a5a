"""Tests that test nothing: everything would pass them, so nobody is graded by them."""

import ast
import builtins
import warnings

from backend.benchmarks.python_text import loaded

NO_CASES = "it has no test cases"
_NOTHING = "its tests call and assert nothing of the program"


def untested_check(test: str, entry: str) -> str:
    """Return why a test of HumanEval's form says nothing of the function `entry`, or ''."""
    if not test.strip():
        return NO_CASES
    try:
        tree = parsed(test)
    except (SyntaxError, ValueError) as error:
        return f"its tests are no Python ({error})"
    checks = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "check"]
    if not checks:
        return "" if "check" in defined(tree) else "its tests have no function check"
    given = {arg.arg for check in checks for arg in _arguments(check)}
    return "" if _acts(tree) and loaded(tree) & {entry, *given} else _NOTHING


def untested_asserts(setup: str, tests: str) -> str:
    """Return why statements say nothing of any program, or ''."""
    tree = parsed(tests)
    if not tree.body:
        return NO_CASES
    known = {*dir(builtins), *defined(parsed(setup)), *defined(tree)}
    return "" if _acts(tree) and loaded(tree) - known else _NOTHING


def parsed(code: str) -> ast.Module:
    """Return a module's syntax tree; warnings of a data set's own escapes are kept quiet.

    Raises:
        SyntaxError: if it is no Python.
        ValueError: if it is nested too deep, or holds what no Python does.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return ast.parse(code)
        except (RecursionError, MemoryError) as error:
            raise ValueError("nested too deep") from error


def defined(tree: ast.Module) -> set[str]:
    """Return the names that a module defines or imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def _acts(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Assert | ast.Call | ast.Raise) for node in ast.walk(tree))


def _arguments(function: ast.FunctionDef) -> list[ast.arg]:
    given = function.args
    rest = [arg for arg in (given.vararg, given.kwarg) if arg]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *rest]

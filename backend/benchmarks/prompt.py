"""What a prompt of HumanEval's form defines beside the function that it asks for."""

import ast

from backend.benchmarks.python_text import first_python

_UNFINISHED = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.For, ast.While),
    *(ast.With, ast.AsyncFor, ast.AsyncWith, ast.Try, ast.Match),
)


def beside(prompt: str, entry: str) -> str:
    """Return a prompt's imports, helpers and constants as code; nothing of what it leaves open.

    A prompt ends in the midst of a program, in whatever way: behind a docstring, in a block, in a
    line. So what can be read from its start on is taken, without a last block, which an answer may
    go on with, and without the function that is asked for.
    """
    nodes = _readable(prompt)
    if nodes and isinstance(nodes[-1], _UNFINISHED):
        nodes.pop()
    kept = [node for node in nodes if not isinstance(node, ast.Expr) and not _names(node, entry)]
    return "".join(map(_written, kept))


def _readable(prompt: str) -> list[ast.stmt]:
    """Return the statements of the longest start of a prompt that is Python."""
    lines = prompt.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = first_python(lines, range(len(lines), 0, -1))
    return found[1].body if found else []


def _written(node: ast.stmt) -> str:
    """Return a statement's code, '' where it is too deep or holds too long a number to write."""
    try:
        return f"{ast.unparse(node)}\n"
    except (RecursionError, ValueError):
        return ""


def _names(node: ast.stmt, entry: str) -> bool:
    """Tell whether a statement gives the function its name."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == entry
    stored = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return any(each.id == entry and isinstance(each.ctx, ast.Store) for each in stored)

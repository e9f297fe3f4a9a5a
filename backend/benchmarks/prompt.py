"""What a prompt of HumanEval's form defines beside the function that it asks for."""

import ast
import warnings

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
    return "".join(f"{ast.unparse(node)}\n" for node in kept)


def _readable(prompt: str) -> list[ast.stmt]:
    """Return the statements of the longest start of a prompt that is Python."""
    lines = prompt.splitlines(keepends=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the prompt's own escapes
        for count in range(len(lines), 0, -1):
            try:
                return ast.parse("".join(lines[:count])).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return []


def _names(node: ast.stmt, entry: str) -> bool:
    """Tell whether a statement gives the function its name."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == entry
    stored = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return any(each.id == entry and isinstance(each.ctx, ast.Store) for each in stored)

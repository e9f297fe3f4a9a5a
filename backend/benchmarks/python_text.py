"""Python as text: whether it is any, what it defines and what it lacks. Nothing is run."""

import ast
import builtins
import warnings
from collections.abc import Iterable, Iterator, Sequence

_LONGEST = 200_000  # characters: an answer is shorter, and parsing takes a hundred times as much
PATIENCE = 1 << 20
"""Characters of one text that are parsed in all, in search of where its Python ends."""

OWN = frozenset(dir(builtins)) | {"__file__"}
"""The names that Python gives to every program."""


def parsed(code: str) -> ast.Module | None:
    """Return the tree of a program, or None where it is no Python, or too long to tell."""
    if len(code) > _LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in the answer's own strings
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def first_python(lines: Sequence[str], ends: Iterable[int]) -> tuple[str, ast.Module] | None:
    """Return the first beginning of lines that is Python, and its tree, of those that end so.

    None where none of them is, or the search would be too long.
    """
    patience = PATIENCE
    for end in ends:
        code = "\n".join([*lines[:end], ""])
        patience -= len(code)
        if patience < 0:
            break
        if (tree := parsed(code)) is not None:
            return code, tree
    return None


def defined(tree: ast.Module) -> set[str]:
    """Return the functions that a program has with something in them, methods of classes too.

    A function of nothing but a docstring, `pass`, `...` or `raise` is a stub: it shows a signature.
    """
    names = set()
    for node in _outside_functions(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _stub(node):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {part.id for part in node.targets if isinstance(part, ast.Name)}
    return names


def given(tree: ast.Module) -> set[str]:
    """Return all names that a program gives itself, imports and classes included."""
    names = defined(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names


def loaded(tree: ast.Module) -> set[str]:
    """Return the names that a program reads."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def acts(tree: ast.Module) -> bool:
    """Tell whether a program does anything when it is run, other than to define and import."""
    return any(
        not isinstance(
            line,
            ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom,
        )
        and not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        for line in tree.body
    )


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    waiting = [tree]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            yield child
            if isinstance(child, ast.ClassDef | ast.If | ast.Try | ast.With):
                waiting.append(child)


def _stub(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return all(
        isinstance(line, ast.Pass | ast.Raise)
        or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        for line in function.body
    )

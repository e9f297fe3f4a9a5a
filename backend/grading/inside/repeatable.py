"""Tests that leave nothing behind in the process that runs them, told by their text alone.

Whatever values they meet, such tests change only what they make themselves. A list of what is
known to do so, not of what is not: what is missing here costs a fork for each candidate, no more.
"""

import ast

_MODULES = frozenset(
    "bisect collections copy fractions functools heapq itertools math re string typing"
    " __future__".split()
)
_NAMES = frozenset(
    "__builtins__ __import__ breakpoint compile delattr eval exec exit getattr globals help input"
    " locals open quit setattr vars".split()
)
_REFUSED = (ast.ClassDef, ast.AsyncFunctionDef, ast.Await, ast.Global, ast.Nonlocal)


def leave_nothing(*texts: str) -> bool:
    """Tell whether tests are sure to leave nothing behind, even where they end in the midst.

    Raises:
        SyntaxError, ValueError: if a text is no Python.
    """
    return all(_is_harmless(node) for text in texts for node in ast.walk(ast.parse(text)))


def _is_harmless(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name not in _NAMES
        case ast.Attribute(attr=name, ctx=context):
            return isinstance(context, ast.Load) and not name.startswith("_")
        case ast.Import(names=names):
            return all(alias.name in _MODULES for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            private = any(alias.name.startswith("_") for alias in names)
            return module in _MODULES and not level and not private
    return not isinstance(node, _REFUSED)

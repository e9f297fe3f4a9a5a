"""The language of generated tests: literals, calls of the problem's functions, pure builtins.

A model wrote them, so they are programs of somebody else's. What is not of this language, such as
an attribute, a comprehension or a call of anything else, is not evaluated at all.
"""

import ast
from collections.abc import Collection

_LARGE = 100_000
_BUILTINS = frozenset(
    """
    abs all any bool dict enumerate float frozenset int isinstance len list max min range
    reversed round set sorted str sum tuple type zip
    """.split()
)
_NODES = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Name, ast.Load, ast.Starred),
    *(ast.Call, ast.keyword, ast.Subscript, ast.Slice, ast.IfExp),
    *(ast.Compare, ast.cmpop, ast.BoolOp, ast.boolop, ast.UnaryOp, ast.unaryop),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod),
    *(ast.BitAnd, ast.BitOr, ast.BitXor),
)


def is_allowed(expression: ast.expr, entries: Collection[str]) -> bool:
    """Tell whether an expression is of the language, and could not take long by itself."""
    return all(_is_allowed(node, entries) for node in ast.walk(expression))


def is_call(node: ast.AST, entries: Collection[str]) -> bool:
    """Tell whether a node calls one of the problem's functions."""
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in entries
    )


def _is_allowed(node: ast.AST, entries: Collection[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in _BUILTINS or node.id in entries
    if isinstance(node, ast.Call):
        return _is_light_call(node, entries)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return not any(map(_is_large, (node.left, node.right)))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return not _is_text(node.left)  # "%1000000000d" % 1
    return isinstance(node, _NODES)


def _is_light_call(node: ast.Call, entries: Collection[str]) -> bool:
    if is_call(node, entries):
        return True
    if not isinstance(node.func, ast.Name):
        return False
    if node.func.id == "range":
        return not any(map(_is_large, node.args))
    return node.func.id != "type" or len(node.args) == 1


def _is_large(node: ast.AST) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_large(node.operand)
    value = getattr(node, "value", None)
    return isinstance(value, int) and abs(value) > _LARGE


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)

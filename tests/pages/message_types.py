"""The messages of charts as TypeScript declares them, made from what Python declares.

`python -m tests.pages.message_types` writes each beside its chart.
"""

import types
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NewType, Union, get_args, get_origin, get_type_hints, is_typeddict

from pages.parts.charts.budget import message, texts
from pages.parts.charts.matrix import message as matrix_message

_NAMES = "Float32s, Float64s, Int32s, UnitMessage"
DECLARED = {
    Path(message.__file__).with_name("message.d.ts"): ((texts, message), ""),
    Path(matrix_message.__file__).with_name("message.d.ts"): (
        (matrix_message,),
        f'import type {{ {_NAMES} }} from "../budget/message";',
    ),
}
"""The modules that are declared in each file, and what these take from another."""
_PLAIN = {str: "string", float: "number", int: "number", bool: "boolean", types.NoneType: "null"}


def declarations(file: Path) -> str:
    """Return the text of a file: a type for each of its modules' own."""
    modules, imported = DECLARED[file]
    names = " and ".join(f"{module.__name__.rpartition('.')[2]}.py" for module in modules)
    made_by = f"// Made from {names}: python -m tests.pages.message_types"
    declared = [line for module in modules for line in _declared(module)]
    return "\n".join([made_by, *filter(None, [imported]), *declared]) + "\n"


def _declared(module: types.ModuleType) -> Iterator[str]:
    for name, kind in vars(module).items():
        if getattr(kind, "__module__", None) != module.__name__:
            continue
        if isinstance(kind, NewType):
            # Branded, so that the type checker tells one array's bytes from another's.
            yield f'export type {name} = {_written(kind.__supertype__)} & {{ packs: "{name}" }};'
        elif is_typeddict(kind):
            yield f"export interface {name} {{"
            yield from (f"  {key}: {_written(of)};" for key, of in get_type_hints(kind).items())
            yield "}"


def _written(kind: object) -> str:
    if isinstance(kind, type) and kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, NewType) or is_typeddict(kind):
        return str(getattr(kind, "__name__", kind))
    if get_origin(kind) is Literal:
        return " | ".join(f'"{value}"' for value in get_args(kind))
    arguments = [_written(each) for each in get_args(kind)]
    if get_origin(kind) in (Union, types.UnionType):
        return " | ".join(arguments)
    if get_origin(kind) is tuple:
        return f"[{', '.join(arguments)}]"
    if get_origin(kind) is list:
        return f"{arguments[0]}[]"
    raise TypeError(f"{kind}: say how TypeScript writes it")


if __name__ == "__main__":
    for file in DECLARED:
        file.write_text(declarations(file), encoding="utf-8")

"""Values that stay in the candidate's box, because no message can hold them, and are used there.

The tests' box gets a number for each, and asks for what tests do with it (see `remote`): a
function is called, an iterator gives its next items. Nothing is taken on trust by that: such a
value equals nothing of the tests' own.
"""

from collections.abc import Callable
from typing import Any

from backend.grading.inside import raised, wire
from backend.grading.inside.values import EXTENSIBLE, is_builtin_type


class Kept:
    """The live values of one candidate, by number."""

    def __init__(self) -> None:
        """Start without any."""
        self._values: list[Any] = []
        self._numbers: dict[int, int] = {}

    def keep(self, value: Any) -> Any:
        """Return the form of a value that stays; None if it need not."""
        kind = type(value)
        if isinstance(value, EXTENSIBLE) or kind.__module__ == "numpy" or is_builtin_type(value):
            return None
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._values)
            self._values.append(value)
        return {"live": [self._numbers[id(value)], hasattr(kind, "__next__")]}

    def find(self, content: Any) -> Any:
        """Return the value of a form that came back."""
        return self._values[content[0]]

    def ask(self, number: int, action: str, args: list[Any], named: dict[str, Any]) -> Any:
        """Do with a value what a test does with it; return the reply."""
        value = self._values[number]
        if action == "next":
            return self._next(value, args[0])
        return {"value": wire.encode(_ACTIONS[action](value, *args, **named), self.keep)}

    def _next(self, iterator: Any, count: int) -> dict[str, Any]:
        """Return the next items, and how the iterator ended if it did."""
        items: list[Any] = []
        reply: dict[str, Any] = {"items": items}
        try:
            for _ in range(count):
                items.append(wire.encode(next(iterator), self.keep))
        except StopIteration:
            reply["end"] = None
        except BaseException as error:
            reply["end"] = raised.form(error)
        return reply


_ACTIONS: dict[str, Callable[..., Any]] = {
    "call": lambda value, *args, **named: value(*args, **named),
    "get": getattr,
    "set": setattr,
    "item": lambda value, key: value[key],
    "iter": iter,
    "len": len,
    "bool": bool,
    "contains": lambda value, item: item in value,
    "equal": lambda value, other: bool(value == other),
    "str": lambda value: str(str(value)),
    "repr": lambda value: str(repr(value)),
}

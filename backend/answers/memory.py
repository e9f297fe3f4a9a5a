"""Answers that are remembered, all in one place that does not grow beyond a size.

Links are endless, so whatever is kept for a question is bounded: the answers asked for longest ago
go first, by the bytes that they hold.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from sys import getsizeof
from threading import Lock
from typing import ParamSpec, TypeVar

import numpy as np

MOST_BYTES = 64_000_000

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class _Key(tuple[object, ...]):
    """A key that works out its hash once: that of a question goes through all its fields."""

    def __new__(cls, parts: tuple[object, ...]) -> "_Key":
        key = super().__new__(cls, parts)
        key.hash = tuple.__hash__(key)
        return key

    hash: int

    def __hash__(self) -> int:
        return self.hash


class Memory:
    """Values by key, the least recently used of which go when they are too large together."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` bytes of values and keys."""
        self.most = most
        self.held = 0
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many values are kept."""
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], _Result]) -> _Result:
        """Return the value of a key, made anew where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: _Result = self._kept[key][0]  # type: ignore[assignment]
                return found
        made = make()
        size = _size(made) + _size(key)
        with self._lock:
            if key not in self._kept and size <= self.most:
                self._kept[key] = made, size
                self.held += size
            while self.held > self.most:
                self.held -= self._kept.popitem(last=False)[1][1]
        return made

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self.held = 0


MEMORY = Memory(MOST_BYTES)


def remembered(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Answer the same question from memory; arguments are hashable, answers are never changed."""

    @wraps(function)
    def remembering(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        key = _Key((function, args, tuple(kwargs.items())))
        return MEMORY.get(key, lambda: function(*args, **kwargs))

    return remembering


def _size(value: object) -> int:
    """Return about how many bytes a value holds; what it shares with others counts for each."""
    if isinstance(value, np.ndarray):
        return value.nbytes + 200
    if is_dataclass(value):
        return 100 + sum(_size(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple | list | set | frozenset):
        return getsizeof(value) + sum(map(_size, value))
    if isinstance(value, Mapping):
        return 200 + sum(_size(key) + _size(held) for key, held in value.items())
    return getsizeof(value)

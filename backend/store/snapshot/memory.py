"""What was read and worked out of a snapshot, remembered on it: bounded, and gone when it is.

Links are endless, so whatever is kept for a question is bounded by the bytes that it holds: what
was asked for longest ago goes first.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, wraps
from sys import getsizeof
from threading import Lock
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import numpy as np
from cachetools import LRUCache

MOST_BYTES = 64_000_000

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class _Kept:
    value: object
    size: int


class Memory:
    """Values by key, the least recently used of which go when they are too large together."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Keep at most `most` bytes of values and keys."""
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(most, lambda kept: kept.size)
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many values are kept."""
        return len(self._kept)

    @property
    def held(self) -> float:
        """How many bytes values and keys hold together, about."""
        return float(self._kept.currsize)

    def get(self, key: Hashable, make: Callable[[], _Result]) -> _Result:
        """Return the value of a key, made anew where it is not kept.

        Who asks for what another is making waits for it. `make` may ask for other keys, never, by
        however many steps, for this one.
        """
        with self._lock:
            kept = self._kept.get(key)
            making = self._making.setdefault(key, Lock()) if kept is None else None
        if making is not None:
            with making:
                kept = self._made(key, make)
        assert kept is not None
        found: _Result = kept.value  # type: ignore[assignment]
        return found

    def _made(self, key: Hashable, make: Callable[[], object]) -> _Kept:
        with self._lock:
            kept = self._kept.get(key)  # another made it meanwhile
        if kept is not None:
            return kept
        try:
            made = make()
            kept = _Kept(made, _size(made) + _size(key))
        finally:
            with self._lock:
                self._making.pop(key, None)
                if kept is not None and kept.size <= self._kept.maxsize:
                    self._kept[key] = kept
        return kept


class Remembering(Protocol):
    """What keeps answers about itself."""

    @property
    def memory(self) -> Memory:
        """The answers."""


_Source = TypeVar("_Source", bound=Remembering)


def remembered(
    function: Callable[Concatenate[_Source, _Arguments], _Result],
) -> Callable[Concatenate[_Source, _Arguments], _Result]:
    """Answer the same question of a source from its memory.

    Arguments are hashable, answers are never changed.
    """

    @wraps(function)
    def remembering(
        source: _Source, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        key = Key((function, args, tuple(kwargs.items())))
        return source.memory.get(key, lambda: function(source, *args, **kwargs))

    return remembering


class Key(tuple[object, ...]):
    """A key that works out its hash once: that of a question goes through all its fields."""

    def __new__(cls, parts: tuple[object, ...]) -> "Key":
        """Return the key that these parts are together."""
        key = super().__new__(cls, parts)
        key.hash = tuple.__hash__(key)
        return key

    hash: int

    def __hash__(self) -> int:
        return self.hash


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _size(value: object) -> int:
    """Return about how many bytes a value holds; what it shares with others counts for each."""
    if isinstance(value, np.ndarray):
        held = sum(map(_size, value.flat)) if value.dtype == object else 0
        return value.nbytes + 200 + held
    if names := _fields(type(value)):  # type: ignore[arg-type]  # a class can be hashed
        return 100 + sum(_size(getattr(value, name)) for name in names)
    if isinstance(value, tuple | list | set | frozenset):
        return getsizeof(value) + sum(map(_size, value))
    if isinstance(value, Mapping):
        return 200 + sum(_size(key) + _size(held) for key, held in value.items())
    return getsizeof(value)

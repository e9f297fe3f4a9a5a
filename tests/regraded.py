"""Which part of what ships a run of the tests goes through: grades anew, or compares.

A tenth or a half by chance, or a few of many, others in each run; the seed is in the heading, and
`BUDGETSCOPE_SEED` repeats it. `make regrade` sets `BUDGETSCOPE_SEED=all`.
"""

import os
import random
from collections.abc import Collection, Sequence
from typing import TypeVar

ALL = "all"
SHARE = 10
NAME = "BUDGETSCOPE_SEED"

T = TypeVar("T")


def seed() -> str:
    """Return the seed of this run: all its workers share the first one's."""
    return os.environ.setdefault(NAME, str(random.SystemRandom().randrange(10**6)))


def said() -> str:
    """Say which part it is."""
    return ALL if seed() == ALL else f"a tenth, {NAME}={seed()}"


def some_of(rows: Sequence[T]) -> list[T]:
    """Return a tenth of the rows by chance, in their order, or all of them."""
    if seed() == ALL:
        return list(rows)
    return _chosen(rows, -(-len(rows) // SHARE))


def half_of(names: Collection[str]) -> set[str]:
    """Return half of the names by chance, or all of them."""
    return set(few_of(sorted(names), -(-len(names) // 2)))


def few_of(rows: Sequence[T], most: int) -> list[T]:
    """Return at most so many of the rows by chance, in their order, or all of them."""
    return list(rows) if seed() == ALL else _chosen(rows, min(most, len(rows)))


def _chosen(rows: Sequence[T], count: int) -> list[T]:
    places = random.Random(seed()).sample(range(len(rows)), count)
    return [rows[place] for place in sorted(places)]

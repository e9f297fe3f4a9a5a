"""What the miniature's models learn from: functions without end, none of a held-out composition."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from backend.benchmarks.minifunctions.functions import draw, draw_value

_LENGTHS = (1, 1, 2, 2, 3, 3, 4, 4, 5)
_SHOWN = (0, 0, 0, 0, 1, 2)  # examples in a docstring: they say little, and cost as much to read
_SEED = "training 1"


@dataclass(frozen=True)
class Example:
    """What a model is given, and what it should go on with."""

    prompt: str
    completion: str


def examples(part: int, count: int) -> list[Example]:
    """Return a part of the corpus: always the same for the same part and count."""
    rng = random.Random(f"{_SEED} {part}")
    return [_example(rng) for _ in range(count)]


def texts(count: int) -> Iterator[str]:
    """Return whole functions, to make a tokenizer from."""
    for example in examples(-1, count):
        yield example.prompt + example.completion


def _example(rng: random.Random) -> Example:
    function = draw(rng, rng.choice(_LENGTHS), held_out=False)
    shown = [draw_value(rng, function.takes) for _ in range(rng.choice(_SHOWN))]
    return Example(function.prompt(shown), function.body)

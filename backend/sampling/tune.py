"""Find the batch size with the most tokens a second, as one should before timing anything."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from backend.records.drawing import Drawing, Request
from backend.sampling.engines.engine import Engine

PROMPTS = {
    "sort": 'def sort_by_length(words):\n    """Return the words, the shortest first."""\n',
    "primes": 'def primes_below(n):\n    """Return all primes below n."""\n',
    "turn": 'def turned(text):\n    """Return the text from its end to its beginning."""\n',
}
_TOKENS = 128
_ROUNDS = 3  # batches at each size: the first one warms up and does not count


@dataclass(frozen=True)
class Speed:
    """Tokens a second with so many sequences at once."""

    batch: int
    tokens_per_second: float


def speeds(engine: Engine, prompts: dict[str, str], most: int) -> Iterator[Speed]:
    """Measure batch sizes 1, 2, 4, ... up to `most`, each with full batches of long answers."""
    names = list(prompts)
    batch = 1
    while batch <= most:
        drawing = Drawing(0.8, 0.95, _TOKENS, (), chat=False)
        _round(engine, prompts, names, batch, drawing, 0)
        started = time.monotonic()
        tokens = sum(
            _round(engine, prompts, names, batch, drawing, number) for number in range(1, _ROUNDS)
        )
        yield Speed(batch, tokens / (time.monotonic() - started))
        batch *= 2


def _round(
    engine: Engine,
    prompts: dict[str, str],
    names: list[str],
    batch: int,
    drawing: Drawing,
    number: int,
) -> int:
    """Generate one batch of answers; return how many tokens they have."""
    asked = (
        Request(name, prompts[name], number * batch + place, 1, number * batch + place)
        for place in range(batch)
        for name in [names[place % len(names)]]
    )
    chunks = engine.answer(asked, drawing)
    return sum(answer.tokens or 0 for chunk in chunks for answer in chunk.answers)

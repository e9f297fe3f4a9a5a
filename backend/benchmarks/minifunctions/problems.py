"""The miniature's test problems, and what else may be known of them: all from one seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backend.benchmarks.minifunctions.functions import (
    Function,
    Step,
    compiled,
    draw,
    draw_value,
    written,
)
from backend.benchmarks.minifunctions.operations import Kind

SPLITS = {"easy": (1, 2), "medium": (3,), "hard": (4, 5)}
EACH = 70
_SEED = "minifunctions 1"
_TESTS, _INPUTS = 12, 12
_EDGES: dict[Kind, Any] = {Kind.NUMBERS: [], Kind.NUMBER: 0, Kind.TEXT: "", Kind.WORDS: []}
_LONGEST = 120  # characters of an expected output


@dataclass(frozen=True)
class TestProblem:
    """A held-out function, examples told to the model, and the inputs of its hidden tests.

    `inputs` are others, for rankers that compare what programs do.
    """

    id: str
    split: str
    function: Function
    examples: Sequence[Any]
    tests: Sequence[Any]
    inputs: Sequence[Any]


def problems() -> Iterator[TestProblem]:
    """Make the test problems, always the same, each of a composition of its own."""
    seen: set[tuple[str, ...]] = set()
    for split, lengths in SPLITS.items():
        rng = random.Random(f"{_SEED} {split}")
        number = 0
        while number < EACH:
            function = draw(rng, rng.choice(lengths), held_out=True)
            examples = [draw_value(rng, function.takes) for _ in range(number % 3)]
            drawn = [draw_value(rng, function.takes) for _ in range(_TESTS + _INPUTS - 1)]
            tests, inputs = [_EDGES[function.takes], *drawn[: _TESTS - 1]], drawn[_TESTS - 1 :]
            if function.composition not in seen and _worth_asking(function, tests):
                seen.add(function.composition)
                number += 1
                yield TestProblem(
                    f"mini/{split}/{number:02d}", split, function, examples, tests, inputs
                )


def _worth_asking(function: Function, tests: Sequence[Any]) -> bool:
    """Say whether the tests tell the function from one that lacks any of its steps."""
    outputs = [repr(function.call(value)) for value in tests]
    if len(set(outputs)) < 3 or max(map(len, outputs)) > _LONGEST:
        return False
    return all(
        _differs(function, shorter, tests, outputs) for shorter in _without_one(function.steps)
    )


def _without_one(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    for place, step in enumerate(steps):
        if step.operation.takes == step.operation.gives and len(steps) > 1:
            yield (*steps[:place], *steps[place + 1 :])


def _differs(
    function: Function, steps: Sequence[Step], tests: Sequence[Any], outputs: Sequence[str]
) -> bool:
    body = written(random.Random(0), function.parameter, steps)
    other = compiled(function.name, function.parameter, body)
    return any(repr(other(value)) != output for value, output in zip(tests, outputs, strict=True))

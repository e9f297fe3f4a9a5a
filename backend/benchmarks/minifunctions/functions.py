"""Functions of the miniature: operations one after the other, said in words and written in code."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from backend.benchmarks.minifunctions.operations import OPERATIONS, Kind, Operation

HELD_OUT_SHARE = 8  # one composition in so many is never trained on
_NESTED = 3  # steps in one phrase: nobody follows longer ones
_NAMES = ("solve", "compute", "process", "transform", "work_out", "answer", "run", "evaluate")
_PARAMETERS = {
    Kind.NUMBERS: ("values", "numbers", "items", "data"),
    Kind.NUMBER: ("number", "value", "k", "amount"),
    Kind.TEXT: ("text", "line", "phrase", "message"),
    Kind.WORDS: ("words", "names", "tokens", "parts"),
}
_VOCABULARY = (
    "apple river Stone cloud tiger Paper lamp green Maria boat seven table Oslo window rain "
    "bread Peter garden sun cat ice orange piano hill road Bell snow drum forest Ada"
).split()
_TAKING = {
    kind: tuple(operation for operation in OPERATIONS.values() if operation.takes == kind)
    for kind in Kind
}


@dataclass(frozen=True)
class Step:
    """An operation with its constant, if it has one."""

    operation: Operation
    constant: str

    def code(self, rng: random.Random, variable: str) -> str:
        """Return an expression that does it to a variable."""
        return rng.choice(self.operation.codes).format(v=variable, a=self.constant)

    def verb(self, rng: random.Random) -> str:
        """Return what to do, in words."""
        return rng.choice(self.operation.verbs).format(a=self.constant)

    def noun(self, rng: random.Random, of: str) -> str:
        """Return what it makes of something, in words."""
        return rng.choice(self.operation.nouns).format(v=of, a=self.constant)


@dataclass(frozen=True)
class Function:
    """A function: its steps, what it is called, and how it is told and written."""

    name: str
    parameter: str
    steps: tuple[Step, ...]
    told: str
    body: str

    @property
    def composition(self) -> tuple[str, ...]:
        """The names of its operations in order: the same whatever the constants and the words."""
        return composition(self.steps)

    @property
    def takes(self) -> Kind:
        """What it is given."""
        return self.steps[0].operation.takes

    @cached_property
    def call(self) -> Callable[[Any], Any]:
        """The function itself."""
        return compiled(self.name, self.parameter, self.body)

    def prompt(self, examples: Sequence[Any]) -> str:
        """Return signature and docstring, with what it gives for each example."""
        shown = "".join(
            f"\n    >>> {self.name}({example!r})\n    {self.call(example)!r}"
            for example in examples
        )
        ending = f"\n{shown}\n    " if shown else ""
        return f'def {self.name}({self.parameter}):\n    """{self.told}{ending}"""\n'


def composition(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the names of the steps' operations."""
    return tuple(step.operation.name for step in steps)


def is_held_out(names: Sequence[str]) -> bool:
    """Say whether functions of this composition are kept for tests, away from training."""
    digest = blake2b(" ".join(names).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % HELD_OUT_SHARE == 0


def draw(rng: random.Random, length: int, *, held_out: bool) -> Function:
    """Draw a function of so many steps from those kept for tests, or from the others."""
    while True:
        steps = _draw_steps(rng, length)
        if is_held_out(composition(steps)) == held_out:
            break
    name, parameter = rng.choice(_NAMES), rng.choice(_PARAMETERS[steps[0].operation.takes])
    return Function(
        name, parameter, steps, _told(rng, parameter, steps), written(rng, parameter, steps)
    )


def draw_value(rng: random.Random, kind: Kind) -> Any:
    """Draw something to call a function with."""
    match kind:
        case Kind.NUMBERS:
            return [rng.randint(-9, 30) for _ in range(rng.randint(0, 7))]
        case Kind.NUMBER:
            return rng.randint(-99, 999)
        case Kind.TEXT:
            return " ".join(rng.choices(_VOCABULARY, k=rng.randint(1, 4)))
        case Kind.WORDS:
            return rng.choices(_VOCABULARY, k=rng.randint(0, 5))


def compiled(name: str, parameter: str, body: str) -> Callable[[Any], Any]:
    """Return the function of a body."""
    scope: dict[str, Any] = {}
    exec(f"def {name}({parameter}):\n{body}", scope)  # nosec B102 # our own operations
    made: Callable[[Any], Any] = scope[name]
    return made


def written(rng: random.Random, parameter: str, steps: Sequence[Step]) -> str:
    """Return the body: a line for each step, the last one returns."""
    lines, variable = [], parameter
    for step, following in pairwise(steps):
        result = following.operation.takes.value
        lines.append(f"    {result} = {step.code(rng, variable)}\n")
        variable = result
    return "".join([*lines, f"    return {steps[-1].code(rng, variable)}\n"])


def _draw_steps(rng: random.Random, length: int) -> tuple[Step, ...]:
    kind = rng.choice(tuple(Kind))
    steps: list[Step] = []
    while len(steps) < length:
        operation = rng.choice(_TAKING[kind])
        if steps and operation.name == steps[-1].operation.name:
            continue
        steps.append(Step(operation, rng.choice(operation.constants or ("",))))
        kind = operation.gives
    return tuple(steps)


def _told(rng: random.Random, parameter: str, steps: Sequence[Step]) -> str:
    """Say what the steps do: in order, as one nested phrase, or with the last step first."""
    manner = rng.choice(("order", "order", "last first", "nested"))
    verbs = [step.verb(rng) for step in steps]
    if manner == "nested" and len(steps) <= _NESTED:
        phrase = parameter
        for step in steps:
            phrase = step.noun(rng, phrase)
        return f"{rng.choice(('Return', 'Compute', 'Give'))} {phrase}."
    if manner == "last first" and len(steps) > 1:
        *before, last = verbs
        return f"With {parameter}, before you {last}, {_listed(before, ' and ')}."
    opening = rng.choice(("Given", "Take", "Starting from"))
    joiner = " and " if opening == "Take" else ", "
    return f"{opening} {parameter}{joiner}{_listed(verbs, rng.choice((', then ', ' and ')))}."


def _listed(parts: Sequence[str], last: str) -> str:
    *before, final = parts
    return f"{', '.join(before)}{last}{final}" if before else final

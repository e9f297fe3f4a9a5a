"""A problem, as models are asked and as the grader sees it."""

import re
from dataclasses import dataclass

_FENCED = re.compile(r"```[a-zA-Z0-9]*[ ]*\n(.*?)(?:\n```|$)", re.DOTALL)


@dataclass(frozen=True)
class FunctionTests:
    """Tests that call functions of the candidate.

    `setup` makes what the tests need besides (imports, helpers), `tests` are statements that
    raise where the candidate is wrong, and `entries` names the candidate's functions they call.
    """

    setup: str
    tests: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Probes:
    """Expressions that call functions of the candidate: what each gives says something of it.

    `setup` and `entries` are as in `FunctionTests`.
    """

    setup: str
    entries: tuple[str, ...]
    expressions: tuple[str, ...]


@dataclass(frozen=True)
class ScriptTests:
    """Tests that run the candidate as a program: pairs of standard input and expected output."""

    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Problem:
    """A problem with its tests; `reference` is a whole program that solves it, if known.

    `untested` says why its tests test nothing, where that is so: its samples stay unscored.
    """

    id: str
    prompt: str
    tests: FunctionTests | ScriptTests
    reference: str | None = None
    difficulty: str | None = None
    untested: str = ""


@dataclass(frozen=True)
class Question:
    """What a model is given: text to go on with, or a message to a chat model."""

    text: str
    chat: str
    stops: tuple[str, ...]


def code_block(answer: str) -> str:
    """Return the first fenced block of a chat model's answer, or all of it where there is none."""
    found = _FENCED.search(answer)
    return found[1] if found else answer


@dataclass(frozen=True)
class Cut:
    """The rule by which a raw completion ends: at the first of these strings after its start."""

    stops: tuple[str, ...]

    def __call__(self, text: str) -> str:
        """Return the completion up to the first stop string."""
        ends = [place for stop in self.stops if (place := text.find(stop)) >= 0]
        return text[: min(ends)] if ends else text

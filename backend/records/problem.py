"""A problem, as models are asked and as the grader sees it."""

import re
from dataclasses import dataclass

_GOES_ON = re.compile(r"(?:\n#[^\n]*+|\n[ \t\r]*+(?=\n))++\n[ \t]++\S")


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

    `seconds` is the CPU time that its benchmark allows where there is no reference to measure.
    `names` are what else files of samples call it by.
    `untested` says why its tests test nothing, where that is so: its samples stay unscored.
    """

    id: str
    prompt: str
    tests: FunctionTests | ScriptTests
    reference: str | None = None
    difficulty: str | None = None
    seconds: float = 3.0
    names: tuple[str, ...] = ()
    untested: str = ""


@dataclass(frozen=True)
class ProblemSet:
    """A benchmark's problems by id, in order, and exactly which data they are."""

    name: str
    source: str
    revision: str
    problems: dict[str, Problem]


@dataclass(frozen=True)
class Question:
    """What a model is given: text to go on with, or a message to a chat model."""

    text: str
    chat: str
    stops: tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    """The rule by which a raw completion ends: at the first of these strings after its start.

    With `inner_comments`, a comment in the first column is no end where the code goes on indented
    after it.
    """

    stops: tuple[str, ...]
    inner_comments: bool = False

    def __call__(self, text: str, start: int = 0) -> str:
        """Return the completion up to the first stop string at `start` or later."""
        ends = [place for stop in self.stops if (place := self._find(text, stop, start)) >= 0]
        return text[: min(ends)] if ends else text

    def _find(self, text: str, stop: str, start: int) -> int:
        place = text.find(stop, start)
        if stop == "\n#" and self.inner_comments:
            while place >= 0 and (inner := _GOES_ON.match(text, place)):
                place = text.find(stop, inner.end())
        return place

"""What a ranker is given and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.benchmarks.problem import Problem


@dataclass(frozen=True)
class Sample:
    """A sample as rankers see it; None where something is not known."""

    index: int
    text: str
    program: str
    tokens: int | None
    finished: bool
    log_likelihood: float | None
    passed: bool | None


@dataclass(frozen=True)
class Group:
    """The samples of one run for one problem, and what the model was given: text or a message."""

    problem: Problem
    prompt: str
    samples: Sequence[Sample]
    chat: bool = False


@dataclass(frozen=True)
class Scores:
    """A score for each sample of a group, in order, NaN where there is none; and what it took.

    FLOPs are those of models that score; running programs has none. `seconds` are those of work
    that the ranker shares with others, beside its own.
    """

    values: Sequence[float]
    flops: float = 0.0
    shared_seconds: float = 0.0


class Ranker(Protocol):
    """Scores groups, one after the other."""

    @property
    def how(self) -> str:
        """Say in a sentence what the score is."""

    def scores(self, group: Group) -> Scores:
        """Score a group.

        Raises:
            UserError: if the ranker cannot be used on these samples at all.
        """

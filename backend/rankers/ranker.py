"""What a ranker is given and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.maths.architecture import Architecture
from backend.records.problem import Problem


@dataclass(frozen=True)
class Sample:
    """A sample as rankers see it; None where something is not known."""

    index: int
    text: str
    program: str
    tokens: int | None
    finished: bool | None
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
class Work:
    """What running or reading a group's samples took, to be charged to each ranker that uses it.

    Attributes:
        seconds: of wall time, for all different texts together.
        texts: how many different ones there were.
        tokens: that a model read of all samples, equal ones too; None where none reads.
        prompt_tokens: of the prompt before each of them, likewise.
        reader: that model's architecture, None where it is not known.
    """

    seconds: float
    texts: int
    tokens: int | None = None
    prompt_tokens: int | None = None
    reader: Architecture | None = None


@dataclass(frozen=True)
class Scores:
    """A score for each sample of a group, in order, NaN where there is none; and what it took.

    `work` is what a ranker that looks at more than each sample's own record needs done.
    """

    values: Sequence[float]
    work: tuple[Work, ...] = ()


class Ranker(Protocol):
    """Scores groups, one after the other."""

    def scores(self, group: Group) -> Scores:
        """Score a group.

        Raises:
            UserError: if the ranker cannot be used on these samples at all.
        """

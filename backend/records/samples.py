"""Samples as they are read: what was asked, the different answers, what tests said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Prompt:
    """A problem's prompt and the text of its tests, None where they are not kept."""

    prompt: str | None
    tests: str | None


@dataclass(frozen=True)
class Answer:
    """One of a model's different answers to a problem, `n` samples of which say the same.

    `greedy` if it is the likeliest one too; `finished` is false where the token limit cut it and
    None where nobody knows; `passed` is None while there is no verdict. `status` and `detail` say
    what failed, `failed_test` which assertion did not hold, if one did not. `scores` are each
    ranker's.
    """

    text: str
    n: int
    greedy: bool
    finished: bool | None
    tokens: int | None
    passed: bool | None
    status: str | None
    detail: str | None
    failed_test: str | None
    scores: Mapping[str, float]


class Show(StrEnum):
    """Which answers are shown."""

    ALL = "all"
    PASSED = "passed"
    FAILED = "failed"
    UNFINISHED = "unfinished"


@dataclass(frozen=True)
class SolveRates:
    """A problem and the share of each model's samples that solve it, 0 to 1, by model."""

    problem: str
    difficulty: str | None
    by_model: Mapping[str, float]


@dataclass(frozen=True)
class Answers:
    """A model's different answers to a problem, as chosen; and of how many samples, n and right."""

    model: str
    shown: Sequence[Answer]
    n: int
    right: int
    graded: int

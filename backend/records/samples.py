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
    what failed, `failed_test` which assertion did not hold, if one did not, `called` the last call
    that tests made and `came_back` the value that it returned, as far as known. `scores` are each
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
    called: str | None
    came_back: str | None
    scores: Mapping[str, float]


class Show(StrEnum):
    """Which answers are shown."""

    ALL = "all"
    PASSED = "passed"
    FAILED = "failed"
    UNFINISHED = "unfinished"


class Listed(StrEnum):
    """Which problems are listed; a model solves one if its answers do more likely than not.

    All; those that of the pair only the small or only the large model solves; those that tests find
    an answer to where a ranker's pick is more likely wrong; those to which no sample of any model
    is right.
    """

    ALL = "all"
    SMALL = "small"
    LARGE = "large"
    FOOLED = "fooled"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Standing:
    """A problem, and the chance of each model's answers to solve it, 0 to 1; NaN where unknown.

    `picked` is the chance that a ranker's pick among the small model's answers is right; `nobody`
    if no sample of any model is.
    """

    problem: str
    difficulty: str | None
    by_model: Mapping[str, float]
    picked: float
    nobody: bool


@dataclass(frozen=True)
class Failure:
    """What failed: the call of a test and what it should have returned, where it is such a test.

    Otherwise, or where it is longer than what is kept of it, `test` is its text. `last` is the last
    call that was made, where that is not known to be `call`, and `came_back` what it returned.
    `detail` is what else is known, such as an exception. None where there is nothing.
    """

    call: str | None
    expected: str | None
    test: str | None
    last: str | None
    came_back: str | None
    detail: str | None


@dataclass(frozen=True)
class Answers:
    """A model's different answers to a problem, as chosen; and of how many samples, n and right."""

    model: str
    shown: Sequence[Answer]
    n: int
    right: int
    graded: int

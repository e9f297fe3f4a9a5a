"""What is asked of an engine, what comes back, and which engine it was."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """A prompt and which of its samples to draw: `count` from index `first` on.

    Sample `first + i` is drawn with the seed `seed + i`, alone or together with others.
    """

    problem: str
    prompt: str
    first: int
    count: int
    seed: int


@dataclass(frozen=True)
class Answer:
    """One sample: its text as it came, tokens, whether it ended by itself, its log-likelihood.

    The log-likelihood is the sum over its tokens, in nats, at temperature 1; NaN, or None for the
    others, where the engine does not tell. `thought_only` is an empty text with reasoning beside
    it.
    """

    problem: str
    index: int
    text: str
    tokens: int | None
    finished: bool | None
    log_likelihood: float
    thought_only: bool = False


@dataclass(frozen=True)
class Chunk:
    """Answers that came together; `seconds` they took, where the engine knows better than a clock.

    An engine that loads on the way, elsewhere, knows better: loading is no part of an answer.
    """

    answers: list[Answer]
    seconds: float | None = None


@dataclass(frozen=True)
class Drawing:
    """How answers are drawn. Temperature 0 takes the likeliest token each time."""

    temperature: float
    top_p: float
    max_tokens: int
    stops: tuple[str, ...]
    chat: bool


@dataclass(frozen=True)
class EngineFacts:
    """Which engine on which hardware: stored with every batch."""

    name: str
    version: str
    dtype: str
    hardware: str
    settings: dict[str, Any] = field(default_factory=dict)

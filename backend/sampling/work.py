"""What is asked of an engine and what comes back; which requests a run still needs."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

_INDEX_BITS = 20  # sample indices below a million share a problem's block of seeds
_BLOCK_BITS = 63 - _INDEX_BITS


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


def first_seed(seed: int, problem: str) -> int:
    """Return the seed of a problem's sample 0; those of the others follow it.

    Each experiment seed gives a problem another block of 2^20 seeds, whatever the model, so two
    experiments whose seeds differ never share a sample's seed on a problem.
    """
    digest = hashlib.sha256(problem.encode()).digest()
    block = (int.from_bytes(digest[:8], "big") + seed) % (1 << _BLOCK_BITS)
    return block << _INDEX_BITS


def requests(
    prompts: Mapping[str, str],
    n: int,
    seed: int,
    there: Mapping[str, Collection[int]],
    most: int,
) -> Iterator[Request]:
    """Yield requests for all samples that are not there, at most `most` samples in each.

    Args:
        prompts: each problem's prompt.
        n: samples wanted of each problem.
        seed: the experiment's.
        there: the indices of samples that each problem has already.
        most: the size of a piece; changes no sample.
    """
    for problem, prompt in prompts.items():
        base = first_seed(seed, problem)
        had = set(there.get(problem, ()))
        missing = [index for index in range(n) if index not in had]
        for _, run in groupby(enumerate(missing), key=lambda pair: pair[1] - pair[0]):
            indices = [index for _, index in run]
            for start in range(0, len(indices), most):
                piece = indices[start : start + most]
                yield Request(problem, prompt, piece[0], len(piece), base + piece[0])

"""Which requests a run still needs, and the seed of each of its samples."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from backend.records.drawing import Request

_INDEX_BITS = 20  # sample indices below a million share a problem's block of seeds
_BLOCK_BITS = 63 - _INDEX_BITS


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

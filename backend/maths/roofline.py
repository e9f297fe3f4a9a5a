"""The time of an answer from a data sheet, a lower bound, and the batch that makes it least."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from backend.maths.architecture import Architecture
from backend.maths.assumptions import MOST_BATCH, Assumptions
from backend.maths.flops import matmul_flops

_CACHE_BYTES = 2  # of a number in the KV cache, whatever the weights have
_AS_GOOD = 1 + 1e-9


@dataclass(frozen=True)
class Step:
    """One decoding step of a batch on all GPUs: what is read and multiplied, and the seconds."""

    weight_bytes: float
    flops: float
    reading: float
    computing: float


def step_of(architecture: Architecture, assumptions: Assumptions) -> Step:
    """Return a decoding step, spread evenly over all GPUs: reading weights, multiplying by them."""
    count, batch = assumptions.gpu_count, assumptions.batch
    weight_bytes = architecture.parameters_read(batch) * assumptions.bytes_per_weight
    flops = matmul_flops(architecture, batch)
    return Step(
        weight_bytes,
        flops,
        weight_bytes / (assumptions.gpu.bytes_per_second * count),
        flops / (assumptions.gpu.flops_per_second * count),
    )


def roofline_seconds(architecture: Architecture, tokens: float, assumptions: Assumptions) -> float:
    """Estimate the seconds of one answer of so many tokens in a full batch: a lower bound.

    A decoding step takes as long as reading its weights or doing its multiplications, whichever
    is longer, spread evenly over all GPUs; the batch shares the step. Reading the KV cache,
    prompts and talk between GPUs are left out.
    """
    step = step_of(architecture, assumptions)
    return tokens * max(step.reading, step.computing) / assumptions.batch


def weight_bytes(architecture: Architecture, assumptions: Assumptions) -> float:
    """Return the memory that all weights take."""
    return architecture.total_parameters * assumptions.bytes_per_weight


def cache_bytes(architecture: Architecture, tokens: float, assumptions: Assumptions) -> float:
    """Return the memory that the KV cache of one answer takes, with its prompt.

    Two bytes for each number that a layer keeps of a token, in every layer in full, as if none
    looked back over a window only: where some do, less is needed.
    """
    return _CACHE_BYTES * architecture.cached_per_token * (assumptions.prompt_tokens + tokens)


def best_batch(architecture: Architecture, tokens: float, assumptions: Assumptions) -> int:
    """Return the smallest batch that makes the seconds of one answer least on the machine.

    The seconds never grow with the batch: weights that are read once serve all answers, up to
    where multiplying takes longer than reading. So it is the smallest that is as good as the
    largest which fits: all weights and, for each answer, the KV cache of its prompt and itself
    in the memory of all GPUs, at most `MOST_BATCH`.

    Returns:
        0 where not even one answer fits.
    """
    free = assumptions.gpu_count * assumptions.gpu.memory_bytes - weight_bytes(
        architecture, assumptions
    )
    most = min(MOST_BATCH, int(max(free, 0.0) // cache_bytes(architecture, tokens, assumptions)))
    if most < 1:
        return 0

    def seconds(batch: int) -> float:
        return roofline_seconds(architecture, tokens, replace(assumptions, batch=batch))

    enough = seconds(most) * _AS_GOOD
    return 1 + bisect_left(range(1, most + 1), True, key=lambda batch: seconds(batch) <= enough)

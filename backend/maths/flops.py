"""FLOPs and seconds of an answer, from a model's architecture."""

from backend.maths.architecture import Architecture
from backend.maths.assumptions import Assumptions


def matmul_flops(architecture: Architecture, tokens: float) -> float:
    """Return FLOPs of all linear layers for `tokens` tokens: 2 x active parameters x tokens."""
    return 2.0 * architecture.active_matmul_parameters * tokens


def attention_flops(architecture: Architecture, tokens: float) -> float:
    """Return FLOPs of attention scores and values over a text's own tokens.

    Token t looks at t positions: 2 FLOPs for each score and each value, per head dimension.
    """
    latent = architecture.latent_attention
    if latent:
        per_head = latent.nope_head_dim + latent.rope_head_dim + latent.value_head_dim
    else:
        per_head = 2 * architecture.head_dim
    positions = tokens * (tokens + 1) / 2
    return 2.0 * architecture.layers * architecture.heads * per_head * positions


def roofline_seconds(architecture: Architecture, tokens: float, assumptions: Assumptions) -> float:
    """Estimate the seconds of one answer of so many tokens in a full batch: a lower bound.

    A decoding step takes as long as reading its weights or doing its multiplications, whichever
    is longer, spread evenly over all GPUs; the batch shares the step. Reading the KV cache,
    prompts and talk between GPUs are left out.
    """
    count, batch = assumptions.gpu_count, assumptions.batch
    weight_bytes = architecture.parameters_read(batch) * assumptions.bytes_per_weight
    reading = weight_bytes / (assumptions.gpu.bytes_per_second * count)
    computing = matmul_flops(architecture, batch) / (assumptions.gpu.flops_per_second * count)
    return tokens * max(reading, computing) / batch

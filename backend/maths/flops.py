"""FLOPs of an answer, from a model's architecture."""

from backend.maths.architecture import Architecture


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

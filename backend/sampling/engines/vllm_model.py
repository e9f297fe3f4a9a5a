"""A model as vLLM loads it: with weights that are data, and no more memory than it needs."""

import os
from typing import Any

from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.weights import check_options, check_weights

_CPU_BLOCK, _FLOAT_BYTES, _MOST_CACHE = 128, 4, 4 << 30


def load_model(settings: VllmSettings, **kind: str) -> Any:
    """Load a model; by default one that writes text.

    Raises:
        UserError: if an option or its weights could run code.
    """
    check_options(dict(settings.options))
    check_weights(settings.path)
    from vllm import LLM  # noqa: PLC0415
    from vllm.platforms import current_platform  # noqa: PLC0415

    options: dict[str, Any] = {
        "model": settings.path,
        "revision": settings.revision,
        "dtype": settings.dtype,
        "max_model_len": settings.context,
        "max_num_seqs": settings.batch,
        "tensor_parallel_size": settings.tensor_parallel,
        "pipeline_parallel_size": settings.pipeline_parallel,
        "gpu_memory_utilization": settings.memory,
        "disable_log_stats": True,
    }
    if current_platform.is_cpu():
        os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")
        # vLLM's CPU build dies of a seed where a prompt is read in parts.
        options |= {"enforce_eager": True, "enable_chunked_prefill": False}
        config = _config(settings)
        context = settings.context or _context(config)
        options["max_num_batched_tokens"] = max(8192, context)
        options["kv_cache_memory_bytes"] = _cache_bytes(config, context, settings)
    options |= kind | dict(settings.options)
    return LLM(**options, load_format="safetensors", trust_remote_code=settings.trust_code)


def pooling_model(settings: VllmSettings) -> Any:
    """Load a model that gives a number for a text, not more text."""
    return load_model(settings, runner="pooling")


def tokenizer_and_context(settings: VllmSettings) -> tuple[Any, int]:
    """Return a model's tokenizer and how many tokens it can look back on, without its weights."""
    from transformers import AutoTokenizer  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(
        settings.path, revision=settings.revision, trust_remote_code=settings.trust_code
    )
    return tokenizer, settings.context or _context(_config(settings))


def _config(settings: VllmSettings) -> Any:
    from transformers import AutoConfig  # noqa: PLC0415

    return AutoConfig.from_pretrained(
        settings.path, revision=settings.revision, trust_remote_code=settings.trust_code
    )


def _context(config: Any) -> int:
    return int(getattr(config, "max_position_embeddings", 8192))


def _cache_bytes(config: Any, context: int, settings: VllmSettings) -> int:
    """Return how much memory keys and values get on a CPU: what a full batch can need, or less.

    vLLM would take half of the machine and fill it with zeros before it starts.
    """
    heads = config.num_attention_heads
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // heads
    kept = 2 * (getattr(config, "num_key_value_heads", None) or heads) * head_dim * _FLOAT_BYTES
    blocks = -(-context // _CPU_BLOCK) * _CPU_BLOCK
    needed = config.num_hidden_layers * kept * blocks * (settings.batch + 1)
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, int(min(needed, _MOST_CACHE, settings.memory * total)))

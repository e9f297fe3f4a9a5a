"""A model's architecture from its own configuration file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.maths.architecture import Architecture


def architecture_of(folder: str) -> Architecture | None:
    """Return a local model's architecture, or None if it is elsewhere or not understood.

    Only dense decoders in the usual fields are understood; others are named in the catalogue.
    """
    file = Path(folder) / "config.json"
    if not file.is_file():
        return None
    try:
        return _dense(json.loads(file.read_text("utf-8")))
    except (KeyError, ValueError, TypeError):
        return None


def local_architectures(models: Mapping[str, str]) -> dict[str, Architecture]:
    """Return the architectures of those models, by name, that lie in folders here."""
    found = {name: architecture_of(path) for name, path in models.items()}
    return {name: architecture for name, architecture in found.items() if architecture}


def _dense(config: dict[str, Any]) -> Architecture:
    if any("expert" in key or "lora_rank" in key for key in config):
        raise ValueError("not a dense decoder")
    heads = config["num_attention_heads"]
    return Architecture(
        layers=config["num_hidden_layers"],
        hidden_size=config["hidden_size"],
        intermediate_size=config["intermediate_size"],
        heads=heads,
        kv_heads=config.get("num_key_value_heads") or heads,
        head_dim=config.get("head_dim") or config["hidden_size"] // heads,
        vocab_size=config["vocab_size"],
        tied_embeddings=bool(config.get("tie_word_embeddings", False)),
        gated_mlp=config.get("hidden_act", "silu") in ("silu", "swish"),
    )

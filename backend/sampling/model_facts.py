"""A model's architecture from its own configuration file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend.architecture import Architecture


def architecture_of(folder: str) -> str | None:
    """Return a local model's architecture as the workbench keeps it, or None if unknown.

    Only dense decoders in the usual fields are understood; others are named in the catalogue.
    """
    file = Path(folder) / "config.json"
    if not file.is_file():
        return None
    try:
        return json.dumps(asdict(_dense(json.loads(file.read_text("utf-8")))))
    except (KeyError, ValueError, TypeError):
        return None


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

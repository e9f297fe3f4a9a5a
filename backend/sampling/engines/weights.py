"""What of a model's folder may be loaded: weights that are data, and no code unless asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.errors import UserError

_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
# What would make vLLM load code, pickles or another model than the one that was looked at.
_REFUSED = {
    "model", "model_weights", "trust_remote_code", "load_format", "model_loader_extra_config",
    "config_format", "worker_cls", "worker_extension_cls", "scheduler_cls", "logits_processors",
    "hf_config_path", "allow_deprecated_quantization", "io_processor_plugin",
}  # fmt: skip


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse options of vLLM by which a file could have code run.

    Raises:
        UserError: naming the option.
    """
    for name in options:
        if name.replace("-", "_") in _REFUSED:
            instead = ": model code runs only by --trust-model-code on the command line"
            raise UserError(
                f"engine.options.{name} cannot be set in a file"
                + (instead if "trust" in name else "")
            )


def check_weights(path: str) -> None:
    """Refuse a local model whose weights are pickles, which run code when they are loaded.

    Raises:
        UserError: if the folder holds pickles and no safetensors.
    """
    folder = Path(path)
    if not folder.is_dir() or any(folder.glob("*.safetensors")):
        return
    pickled = next((file for file in folder.iterdir() if file.suffix in _PICKLES), None)
    if pickled is not None:
        raise UserError(
            f"the weights of model {path} are a pickle ({pickled.name}), which could run any code: "
            "convert them to safetensors"
        )

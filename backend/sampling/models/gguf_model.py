"""Write a Llama in a GGUF file as a folder that any engine reads; needs `gguf` and `accelerate`.

python -m backend.sampling.models.gguf_model WEIGHTS.gguf FOLDER
"""

import sys
from pathlib import Path


def write_plain(weights: Path, folder: Path) -> None:
    """Copy a GGUF file's weights and tokenizer into a folder, in 16 bits."""
    import torch  # noqa: PLC0415
    from transformers import (  # noqa: PLC0415
        AutoModelForCausalLM,
        AutoTokenizer,
        LlamaConfig,
        LlamaForCausalLM,
    )

    where = {"pretrained_model_name_or_path": str(weights.parent), "gguf_file": weights.name}
    # Both are read from a file of this machine.
    read = AutoModelForCausalLM.from_pretrained(**where, dtype=torch.float32)  # nosec B615
    said = read.config.to_dict()
    for only_of_the_file in ("quantization_config", "_name_or_path", "_model_name_or_path"):
        said.pop(only_of_the_file, None)
    plain = LlamaForCausalLM(LlamaConfig(**said))
    plain.load_state_dict(read.state_dict())
    plain.to(torch.bfloat16).save_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(**where)  # nosec B615
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    write_plain(Path(sys.argv[1]), Path(sys.argv[2]))

"""The family of models: one architecture and one tokenizer, two orders of magnitude of sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.miniature.corpus import texts

VOCABULARY = 1024
CONTEXT = 512
BEGIN, END, PAD = "<s>", "</s>", "<pad>"
_TOKENIZER_TEXTS = 20_000


@dataclass(frozen=True)
class Size:
    """A member of the family; `steps` batches of `batch` functions are what it is trained on."""

    name: str
    hidden_size: int
    layers: int
    heads: int
    steps: int
    learning_rate: float
    batch: int = 16


SIZES: Mapping[str, Size] = {
    size.name: size
    for size in (
        Size("mini-0.1m", hidden_size=64, layers=2, heads=2, steps=1300, learning_rate=6e-3),
        Size("mini-0.6m", hidden_size=128, layers=3, heads=4, steps=3000, learning_rate=3e-3),
        Size("mini-3m", hidden_size=256, layers=4, heads=8, steps=2200, learning_rate=1e-3),
        Size("mini-10m", hidden_size=448, layers=4, heads=14, steps=5000, learning_rate=6e-4),
    )
}


def make_tokenizer() -> Any:
    """Make the family's tokenizer from the corpus: byte pairs, digits one by one."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers  # noqa: PLC0415
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[BEGIN, END, PAD],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts(_TOKENIZER_TEXTS), trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token=BEGIN, eos_token=END, pad_token=PAD
    )


def make_model(size: Size, tokenizer: Any) -> Any:
    """Make an untrained model of a size."""
    from transformers import LlamaConfig, LlamaForCausalLM  # noqa: PLC0415

    # On a CPU and in half precision, PyTorch's fused attention is slower than its plain parts.
    config = LlamaConfig(
        attn_implementation="eager",
        vocab_size=VOCABULARY,
        hidden_size=size.hidden_size,
        intermediate_size=8 * round(size.hidden_size / 3),
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        num_key_value_heads=size.heads,
        max_position_embeddings=CONTEXT,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=True,
    )
    return LlamaForCausalLM(config)


def save(folder: Path, model: Any, tokenizer: Any) -> None:
    """Write a model as vLLM and transformers read it, in half precision."""
    model.half().save_pretrained(folder)
    tokenizer.save_pretrained(folder)

"""A model made on the spot: random weights, a token for each byte, a fraction of a megabyte.

It says nothing of sense, but every part of the pipeline can run on it, anywhere.
"""

from pathlib import Path

from backend.sampling.engines.quiet import silenced

BEGIN, END = "<s>", "</s>"
_CHAT = "{% for m in messages %}<s>{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def make_tiny_model(
    folder: Path,
    *,
    hidden_size: int = 64,
    layers: int = 2,
    context: int = 2048,
    seed: int = 0,
    end_token: bool = True,
    chat: bool = False,
) -> Path:
    """Write a random Llama with a byte-level tokenizer into `folder`; return the folder."""
    with silenced():
        import torch  # noqa: PLC0415
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers  # noqa: PLC0415
        from transformers import (  # noqa: PLC0415
            LlamaConfig,
            LlamaForCausalLM,
            PreTrainedTokenizerFast,
        )

        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
        tokens = {token: number for number, token in enumerate([*alphabet, BEGIN, END])}
        bytewise = Tokenizer(models.BPE(vocab=tokens, merges=[]))
        bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        bytewise.decoder = decoders.ByteLevel()
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_object=bytewise, bos_token=BEGIN, eos_token=END if end_token else None
        )
        tokenizer.chat_template = _CHAT if chat else None
        tokenizer.save_pretrained(folder)
        torch.manual_seed(seed)
        config = LlamaConfig(
            vocab_size=len(tokens),
            hidden_size=hidden_size,
            intermediate_size=2 * hidden_size,
            num_hidden_layers=layers,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=context,
            bos_token_id=tokens[BEGIN],
            eos_token_id=tokens[END] if end_token else None,
            tie_word_embeddings=True,
        )
        LlamaForCausalLM(config).save_pretrained(folder)
    return folder

"""Prompts as a model's tokens."""

from typing import Any

from backend.errors import UserError


def encode(tokenizer: Any, prompt: str, chat: bool) -> list[int]:
    """Return a prompt's tokens; as a message in the model's chat template, if asked."""
    if chat:
        prompt = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True
        )
    # A template writes the beginning token itself.
    tokens: list[int] = tokenizer.encode(prompt, add_special_tokens=not chat)
    return tokens


def check_lengths(
    tokenizer: Any, context: int, model: str, prompts: dict[str, str], chat: bool
) -> None:
    """Refuse prompts that leave no room for an answer.

    Raises:
        UserError: naming the problem, its length and the context.
    """
    for problem, prompt in prompts.items():
        length = len(encode(tokenizer, prompt, chat))
        if length >= context:
            raise UserError(
                f"the prompt of problem {problem} has {length} tokens, but the context of model "
                f"{model} is {context}: leave the problem out, or take a model with a longer one"
            )


def has_chat_template(tokenizer: Any) -> bool:
    """Tell whether a tokenizer knows how to write messages."""
    return getattr(tokenizer, "chat_template", None) is not None

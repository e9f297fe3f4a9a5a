"""How texts become sentences, and several become one."""

from collections.abc import Iterable


def ended(text: str) -> str:
    """Return a text with its stop."""
    return f"{text}."


def heading(text: str) -> str:
    """Return a text as a heading, with a capital letter."""
    return text[0].upper() + text[1:]


def sentence(text: str) -> str:
    """Return a text as a sentence, with a capital letter and its stop."""
    return ended(heading(text))


def listed(texts: Iterable[str]) -> str:
    """Return texts one after the other."""
    return ", ".join(texts)

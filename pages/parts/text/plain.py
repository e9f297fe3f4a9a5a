"""Plain text, of facts that may name what others named, as Markdown of a whole sentence."""

from pages.parts import words
from pages.parts.text.foreign import markdown


def sentence(text: str) -> str:
    """Return a text as a sentence."""
    return words.sentences.sentence(markdown(text))


def remark(text: str) -> str:
    """Return a text as a sentence that stands beside others."""
    return f":material/info: {sentence(text)}"

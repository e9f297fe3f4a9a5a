"""Facts in plain text, which may name what others named, as whole sentences."""

from backend import words as facts
from backend.plain_text import one_line
from pages.parts import words
from pages.parts.text.foreign import SENTENCE, markdown


def unbroken(text: str) -> str:
    """Return Markdown that shows a text; no line ends between a number and its unit."""
    return markdown(facts.amounts.unbroken(text))


def sentence(text: str) -> str:
    """Return a text as a sentence, in Markdown."""
    return words.sentences.sentence(unbroken(text))


def remark(text: str) -> str:
    """Return a text as a sentence that stands beside others, in Markdown."""
    return f":material/info: {sentence(text)}"


def unmarked(text: str) -> str:
    """Return a text as a sentence in one line, for the chart, which shows all of it as it is."""
    return words.sentences.sentence(one_line(text, SENTENCE))

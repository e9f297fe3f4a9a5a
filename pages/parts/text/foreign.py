"""Text that the pages did not write themselves (from a link, a file, an error), shown as it is.

Streamlit takes nearly every text for Markdown with extensions, and some of them (bare addresses,
emoji, icons, arrows) work on what is left when escapes are gone. So each character that could mean
something is escaped, and where such a thing could begin the text is parted by an empty directive,
which draws nothing and, unlike an invisible character, is not copied with the text.
"""

import html
import re

from backend.plain_text import one_line

NAME = 60
"""The most characters of a name on a page."""

SENTENCE = 1000
"""The most characters of a sentence on a page."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_PARTED = re.compile(r"(?<=[:@])|(?<=[wW]{3})(?=\.)|(?<=[-<>~])(?=[-=>])")
_PART = "\0"


def markdown(text: str, most: int = SENTENCE) -> str:
    """Return Markdown that shows a text in one line, as it is, cut to `most` characters."""
    parted = _PARTED.sub(_PART, one_line(text, most))
    return _PUNCTUATION.sub(r"\\\1", parted).replace(_PART, ":small[]")


def markup(text: str, most: int = SENTENCE) -> str:
    """Return HTML that shows a text in one line, as it is, cut to `most` characters."""
    return html.escape(one_line(text, most))

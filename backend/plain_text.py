"""Text that came from elsewhere (a link, a file, a program), made fit to be shown or kept.

No such text may steer what shows it: a terminal obeys escape sequences, a reader's eye the marks
that turn the direction of writing, and halves of characters can be neither stored nor printed.
"""

import re
import unicodedata

_BLANKS = re.compile(r"[ \t\n\v\f\r\x85\u2028\u2029]+")
# Controls, formats (all bidirectional marks and tags among them) and halves of characters.
_UNSAFE = ("Cc", "Cf", "Cs")
_JOINERS = "\u200c\u200d\ufe0f"  # parts of words in some scripts, and of emoji


def one_line(text: str, most: int | None = None) -> str:
    r"""Return a text in one line of at most `most` characters, the last "…" where it was cut.

    Runs of blanks become one; what is not to be seen is written out, as in `\x1b` or `\u202e`.
    """
    if most is None:
        return visible(_BLANKS.sub(" ", text).strip())
    read = text[: 8 * most]  # more is not needed, unless nearly all of it is blanks
    line = visible(_BLANKS.sub(" ", read).strip())
    if len(line) <= most and len(read) == len(text):
        return line
    return line[: most - 1] + "…"


def visible(text: str, kept: str = "") -> str:
    """Return a text in which what is not to be seen, and is not `kept`, is written out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char in kept or char in _JOINERS or not _unsafe(char) else _written(char)
        for char in text
    )


def _unsafe(char: str) -> bool:
    return unicodedata.category(char) in _UNSAFE


def _written(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode()

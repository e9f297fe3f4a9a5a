"""Texts of programs, as they are shown."""

from backend.plain_text import visible


def program(text: str) -> str:
    r"""Return a program's text as it is, but for what steers the eye or cannot be seen."""
    return visible(text.replace("\r\n", "\n").strip("\n"), "\n\t")

"""All that pages say in words of their own; what facts say is in `backend.words`.

A module for each subject: constants, and functions wherever a number, a name or a plural goes into
a text. No sentence is put together by those who call them.

Pages ask for words as `words.explore.TITLE`, in the midst of drawing and never sooner: not at
import, not as a default. So the package may answer each visitor in a language of their own.

A text is what goes into it: functions put in what they are given as it is, and escape nothing.
Given Markdown they return Markdown, with our own emphasis in it, so what others wrote is escaped
before it is handed in, each name by itself (`markdown(name)`, `markup(name)` for HTML). Given plain
text they return plain text: for options of a list, the chart and notes, and for cells, which are
escaped whole.
"""

from pages.parts.words import (
    chart,
    controls,
    costs,
    data,
    explore,
    links,
    navigation,
    notes,
    numbers,
    pairs,
    problems,
    provenance,
    reallocate,
    selection,
    sentences,
    studies,
    verdict,
    waits,
)

__all__ = [
    "chart",
    "controls",
    "costs",
    "data",
    "explore",
    "links",
    "navigation",
    "notes",
    "numbers",
    "pairs",
    "problems",
    "provenance",
    "reallocate",
    "selection",
    "sentences",
    "studies",
    "verdict",
    "waits",
]

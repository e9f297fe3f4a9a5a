"""Two answers as a difference: this one, against a right one if it is wrong."""

import difflib
from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.plain_text import one_line
from backend.records.samples import Answer, Answers
from pages.parts import words
from pages.parts.problems.programs import program
from pages.parts.text.foreign import NAME

_ALL = 1_000_000  # lines around a difference

Place = tuple[int, int]
"""Of an answer: the model's place among those side by side, the answer's among the model's."""


def button(sides: Sequence[Answers], side: int, at: int) -> None:
    """Draw what opens the difference between an answer and another; nothing where there is none."""
    other = opposite(sides, (side, at))
    if other is not None and st.button(
        words.problems.COMPARE,
        icon=":material/difference:",
        type="tertiary",
        key=f"difference-{side}-{at}",
    ):
        _open(sides, (side, at), other)


def opposite(sides: Sequence[Answers], place: Place) -> Place | None:
    """Return the answer to hold against one: a right one of its model, or else of the other.

    For a right answer, or where none is right, the other model's first; None without another.
    """
    side, _ = place
    near_first = sorted(_places(sides), key=lambda other: other[0] != side)
    others = [other for other in near_first if other != place]
    if not _at(sides, place).passed:
        right = (other for other in others if _at(sides, other).passed)
        if (found := next(right, None)) is not None:
            return found
    across = (other for other in others if other[0] != side)
    return next(across, next(iter(others), None))


def _open(sides: Sequence[Answers], place: Place, other: Place) -> None:
    @st.dialog(words.problems.COMPARED, width="large")
    def compared() -> None:
        places = _places(sides)
        titles = list(
            facts.names.told_apart(
                {str(number): _title(sides, each) for number, each in enumerate(places)}
            ).values()
        )
        before, after = (
            st.selectbox(
                label, range(len(places)), index=places.index(each), format_func=titles.__getitem__
            )
            for label, each in ((words.problems.BEFORE, place), (words.problems.AFTER, other))
        )
        lines = differing(*(_at(sides, places[number]).text for number in (before, after)))
        if lines:
            st.code("\n".join(lines), language="diff", wrap_lines=True)
        else:
            st.markdown(words.problems.ALIKE)

    compared()


def differing(before: str, after: str) -> list[str]:
    """Return all lines of two programs, each with "-", "+" or, in both, a blank before it."""
    old, new = (program(text).split("\n") for text in (before, after))
    found = difflib.unified_diff(old, new, n=_ALL, lineterm="")
    return list(found)[3:]  # the names of files, which there are none, and where lines are


def _places(sides: Sequence[Answers]) -> list[Place]:
    return [(side, at) for side, found in enumerate(sides) for at in range(len(found.shown))]


def _at(sides: Sequence[Answers], place: Place) -> Answer:
    return sides[place[0]].shown[place[1]]


def _title(sides: Sequence[Answers], place: Place) -> str:
    found = sides[place[0]]
    model = one_line(facts.names.short_name(found.model), NAME)
    return words.problems.named(model, place[1] + 1, _at(sides, place), found.n)

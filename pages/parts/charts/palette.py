"""Colours of the models, safe for colour-blind readers and readable on either background.

The small model is always blue and the large one always vermilion: cool is small, warm is large.
Further models take the other colours in order of size. The hues are Okabe and Ito's, darkened for
light backgrounds and lightened for dark ones to keep a contrast of at least 3:1.
"""

from collections.abc import Sequence

Colour = tuple[str, str]
"""The colour on a light and on a dark background."""

SMALL: Colour = ("#0072B2", "#56B4E9")
LARGE: Colour = ("#D55E00", "#F5894A")
_FURTHER: tuple[Colour, ...] = (
    ("#00805A", "#2FC598"),
    ("#A8508F", "#DD93C3"),
    ("#8A6D00", "#E3BE3C"),
    ("#5B6770", "#AAB4BC"),
)
MAX_FURTHER = len(_FURTHER)
RANKERS: tuple[Colour, ...] = (SMALL, LARGE, *_FURTHER[:3], ("#6A51A3", "#B7A3E3"))
TESTS: Colour = ("#2B2F36", "#E8EAED")
CHANCE: Colour = _FURTHER[3]


def colours(small: str, large: str, further: Sequence[str]) -> dict[str, Colour]:
    """Return each model's colour; `further` in the order of lists, at most `MAX_FURTHER`."""
    return dict(zip(further, _FURTHER, strict=False)) | {large: LARGE, small: SMALL}


def chips() -> str:
    """Return styles of chips: letters to be read, and for further models their curves' colours.

    Streamlit's letters are white, whatever they stand on.
    """
    letters = "<style>.stMultiSelect [data-tag-index]{color:light-dark(#fff,#111)}</style>"
    return letters + "".join(
        f'<style>.st-key-further [data-tag-index="{place}"][data-tag-index] '
        f"{{background-color:light-dark({light},{dark})}}</style>"
        for place, (light, dark) in enumerate(_FURTHER)
    )

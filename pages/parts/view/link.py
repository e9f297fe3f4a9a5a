"""The view as a link: every choice is in the page's address, and nothing else decides the view."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.answers import Studies
from backend.errors import UserError
from backend.plain_text import one_line
from pages.parts import words
from pages.parts.text.foreign import NAME
from pages.parts.view.choice import Choice
from pages.parts.view.settle import opening, settle
from pages.parts.view.spelling import At
from pages.parts.view.view import CHOICES, View

Parameters = Mapping[str, Sequence[str]]

_MOST_NOTES = 3  # about one parameter
_MOST_VALUES = 100  # of one parameter that are read


def write(view: View) -> dict[str, list[str]]:
    """Return the parameters of a link that opens `view`.

    The study, the pair and what budgets count are always there, other choices only where they
    differ from the default.
    """
    in_order = sorted(CHOICES.items(), key=lambda item: not item[1].always)
    texts = {choice.parameter: choice.texts(getattr(view, name)) for name, choice in in_order}
    return {parameter: values for parameter, values in texts.items() if values}


def read(
    parameters: Parameters, studies: Studies, ids: Sequence[str] = ()
) -> tuple[View, list[str]]:
    """Return the view that a link opens, and a note for each value that had to be replaced.

    A link that names no study opens the first of `ids`, or of all studies.
    """
    told: list[str] = []
    first = next(iter(ids or studies.studies))
    study = _read(parameters, CHOICES["study"], At(studies, ""), told) or [first]
    view, at = opening(studies, study[0]), At(studies, study[0])
    found: dict[str, Any] = {}
    for name, choice in CHOICES.items():
        values = _read(parameters, choice, at, told) if name != "study" else []
        if values:
            found[name] = tuple(values) if choice.many else values[0]
    settled, unsettled = settle(studies, replace(view, **found))
    return settled, told + unsettled


def _read(parameters: Parameters, choice: Choice[Any], at: At, told: list[str]) -> Sequence[Any]:
    """Read a parameter's values, the last one where there is one choice; tell of bad ones."""
    texts = parameters.get(choice.parameter) or []
    good, bad = [], []
    for text in dict.fromkeys(texts[:_MOST_VALUES] if choice.many else texts[-1:]):
        try:
            good.append(choice.spelling.read(text, at))
        except UserError as error:
            shown = one_line(text, NAME)
            bad.append(words.notes.not_used(choice.parameter, shown, str(error)))
    told += bad[:_MOST_NOTES]
    if len(bad) > _MOST_NOTES:
        told.append(words.notes.more_not_used(choice.parameter, len(bad) - _MOST_NOTES))
    return good

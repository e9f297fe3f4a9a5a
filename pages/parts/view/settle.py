"""How a view begins, and how its parts are made to fit each other."""

from dataclasses import replace

from backend.answers import Studies
from pages.parts.view.view import CHOICES, View


def opening(studies: Studies, study_id: str) -> View:
    """Return the view that a study opens with."""
    study = studies.study(study_id)
    return View(study=study.id, small=study.small, large=study.large)


def settle(studies: Studies, view: View) -> tuple[View, list[str]]:
    """Make a view's parts fit each other; return it and a note for each part that had to give."""
    notes: list[str] = []
    for name, choice in CHOICES.items():
        value = getattr(view, name)
        settled, told = choice.settle(studies, view, value)
        notes += told
        if settled != value:
            view = replace(view, **{name: settled})
    return view, list(dict.fromkeys(notes))

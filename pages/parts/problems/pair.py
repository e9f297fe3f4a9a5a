"""Whose samples are read."""

from dataclasses import replace

from backend.answers import Studies
from pages.parts.view.view import View


def pair(studies: Studies, view: View) -> View:
    """Return the view with a pair that has samples to read: as much of the chosen one as has."""
    known = studies.read_models(view.study)
    chosen = [model for model in dict.fromkeys((view.small, view.large)) if model in known]
    shown = [*chosen, *(model for model in known if model not in chosen)]
    return replace(view, small=shown[0], large=shown[min(1, len(shown) - 1)])

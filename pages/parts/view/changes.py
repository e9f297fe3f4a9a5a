"""How a view changes where a visitor chooses, and nothing but that: no widget, no session."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from backend.answers import Studies
from pages.parts.view.view import CHOICES, View


def chosen(studies: Studies, view: View, name: str, value: Any) -> View:
    """Return the view with a field chosen anew, and with all that depends on it."""
    choice = CHOICES[name]
    if name in _MORE:
        changed = _MORE[name](studies, view, value)
    else:
        values: Any = tuple(value) if choice.many else value
        changed = replace(view, **{name: values})
    return replace(changed, budget=None) if choice.rescales else changed


def move_to(studies: Studies, view: View, study_id: str) -> View:
    """Return the view of another study, keeping what can be kept."""
    study, models = studies.study(study_id), studies.runs(study_id)
    kept = view.small in models and view.large in models
    pair = (view.small, view.large) if kept else (study.small, study.large)
    anew = {name: choice.default for name, choice in CHOICES.items() if choice.of_study}
    further = tuple(model for model in view.further if model in models)
    return replace(view, study=study.id, small=pair[0], large=pair[1], further=further, **anew)


def _small(_: Studies, view: View, chosen: str) -> View:
    return replace(view, small=chosen, large=view.small if chosen == view.large else view.large)


def _large(_: Studies, view: View, chosen: str) -> View:
    return replace(view, large=chosen, small=view.large if chosen == view.small else view.small)


# The fields that others follow.
_MORE: Mapping[str, Callable[[Studies, View, str], View]] = {
    "study": move_to,
    "small": _small,
    "large": _large,
}


def released(view: View, days: tuple[dt.date, dt.date], within: tuple[dt.date, dt.date]) -> View:
    """Return the view of problems released from one day to another; a bound of all is none."""
    since = days[0] if days[0] > within[0] else None
    until = days[1] if days[1] < within[1] else None
    return replace(view, since=since, until=until)


def priced(studies: Studies, view: View, model: str, price: float | None) -> View:
    """Return the view with a model's price set, or taken back where it is None."""
    others = [item for item in view.prices if item[0] != model]
    own = [(model, price)] if price is not None else []
    return chosen(studies, view, "prices", sorted(others + own))

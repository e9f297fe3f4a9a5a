"""How a view changes where a visitor chooses, and nothing but that: no widget, no session."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from backend import words as facts
from backend.answers import Studies
from backend.answers.charges import placed, unit_of
from backend.answers.cost_file import Setting, apart
from backend.answers.curves import curve, opening_budget
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.records.ranker_name import Kind
from pages.parts import words
from pages.parts.view import offers
from pages.parts.view.settle import settle
from pages.parts.view.view import CHOICES, View


def changed(studies: Studies, view: View, update: Callable[[View], View]) -> tuple[View, list[str]]:
    """Return the view after a change, settled, and a note for each part that had to give."""
    after = update(view)
    told = []
    if after.budget_kind != view.budget_kind:
        told = [
            words.notes.by_samples(facts.names.short_name(model), view.budget_kind)
            for model in _unplaced(studies, replace(after, budget_kind=view.budget_kind))
        ]
    settled, unsettled = settle(studies, after)
    if not _keeps_budget(studies, view, settled):
        settled = replace(settled, budget=None)
    return settled, told + unsettled


def _keeps_budget(studies: Studies, before: View, after: View) -> bool:
    """Return whether a chosen budget means the same after a change, and pays for something.

    With another study or pair it must be on the same axis, and lie where the pair has data.
    """
    pair = after.small, after.large
    if after.budget is None or (before.study, before.small, before.large) == (after.study, *pair):
        return True
    axes = {(view.budget_kind, unit_of(studies, view.question)) for view in (before, after)}
    try:
        drawn = [curve(studies, after.question, model, pair) for model in pair]
    except UserError:
        return False
    end = max(each.next_budget for each in drawn)
    return len(axes) == 1 and opening_budget(drawn) <= after.budget < end


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


def _small(studies: Studies, view: View, chosen: str) -> View:
    other = view.small if chosen == view.large else view.large
    return _placed(studies, replace(view, small=chosen, large=other))


def _large(studies: Studies, view: View, chosen: str) -> View:
    other = view.large if chosen == view.small else view.small
    return _placed(studies, replace(view, large=chosen, small=other))


def _placed(studies: Studies, view: View) -> View:
    """Return the view, by samples where one of its pair has no cost on the budget axis."""
    if not _unplaced(studies, view):
        return view
    return replace(view, budget_kind=BudgetKind.SAMPLES, budget=None)


def _unplaced(studies: Studies, view: View) -> list[str]:
    _, missing = placed(studies, view.question)
    return [model for model in dict.fromkeys((view.small, view.large)) if model in missing]


# The fields that others follow.
_MORE: Mapping[str, Callable[[Studies, View, str], View]] = {
    "study": move_to,
    "small": _small,
    "large": _large,
}


def checked(studies: Studies, view: View, can: bool, last: str | None) -> View:
    """Return the view of answers that tests check, or that a ranker picks where they cannot.

    The ranker is the `last` one if it is offered, else own likelihood, a vote, or the first one;
    where the study has none, the view stays as it is.
    """
    if can:
        return replace(view, ranker=None)
    offered = offers.rankers(studies, view.study, (view.small, view.large))
    liked = (view.ranker, last, Kind.OWN_NLL.value, Kind.CONSENSUS.value, *offered)
    return replace(view, ranker=next((name for name in liked if name in offered), view.ranker))


def ranked_in(studies: Studies, view: View, study_id: str) -> View:
    """Return the view of another study, with a ranker that picks its answers."""
    moved, _ = settle(studies, move_to(studies, view, study_id))
    return checked(studies, moved, can=False, last=None)


def picked(studies: Studies, view: View, model: str) -> View:
    """Return the view with one further model more, or without it where it was there."""
    others = tuple(each for each in view.further if each != model)
    added = others if model in view.further else (*others, model)
    return chosen(studies, view, "further", added)


def released(view: View, days: tuple[dt.date, dt.date], within: tuple[dt.date, dt.date]) -> View:
    """Return the view of problems released from one day to another; a bound of all is none."""
    since = days[0] if days[0] > within[0] else None
    until = days[1] if days[1] < within[1] else None
    return replace(view, since=since, until=until)


def set_apart(studies: Studies, view: View, wanted: Mapping[str, Setting]) -> View:
    """Return the view in which lengths and prices of models are as wanted.

    What the rule for all models gives anyway is not set.
    """
    assumed, after = view.assumptions, view
    own = {
        model: apart(studies.run(view.study, model).model, setting, assumed)
        for model, setting in wanted.items()
    }
    for name, field in _APART.items():
        values = {model: value for model, value in getattr(view, name) if model not in own}
        values |= {
            model: value
            for model, setting in own.items()
            if (value := getattr(setting, field)) is not None
        }
        changed: Any = tuple(sorted(values.items()))
        after = replace(after, **{name: changed})
    return view if after == view else replace(after, budget=None)


_APART = {"sizes": "size", "lengths": "tokens", "input_prices": "input_price", "prices": "price"}

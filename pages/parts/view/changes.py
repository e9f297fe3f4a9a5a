"""How a view changes where a visitor chooses, and nothing but that: no widget, no session."""

import datetime as dt
from dataclasses import replace
from typing import Any

from backend.store.snapshot.snapshot import Snapshot
from pages.parts.view.view import CHOICES, View


def chosen(snapshot: Snapshot, view: View, name: str, value: Any) -> View:
    """Return the view with a field chosen anew, and with all that depends on it."""
    choice = CHOICES[name]
    if choice.change is not None:
        changed: View = choice.change(snapshot, view, value)
    else:
        values: Any = tuple(value) if choice.many else value
        changed = replace(view, **{name: values})
    return replace(changed, budget=None) if choice.rescales else changed


def released(view: View, days: tuple[dt.date, dt.date], within: tuple[dt.date, dt.date]) -> View:
    """Return the view of problems released from one day to another; a bound of all is none."""
    since = days[0] if days[0] > within[0] else None
    until = days[1] if days[1] < within[1] else None
    return replace(view, since=since, until=until)


def priced(snapshot: Snapshot, view: View, model: str, price: float | None) -> View:
    """Return the view with a model's price set, or taken back where it is None."""
    others = [item for item in view.prices if item[0] != model]
    own = [(model, price)] if price is not None else []
    return chosen(snapshot, view, "prices", sorted(others + own))

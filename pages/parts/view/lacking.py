"""What is told of values that a study has not got: each is a `Lacking` of the view's table."""

from collections.abc import Sequence
from typing import Any

from backend import words as facts
from backend.answers import Studies, charges
from backend.maths.assumptions import BudgetKind
from backend.plain_text import one_line
from backend.records.samples import Listed
from pages.parts import words
from pages.parts.text.foreign import NAME
from pages.parts.view import offers


def no_difficulty(_: Studies, view: Any, gone: Sequence[str]) -> Sequence[str]:
    """Tell of difficulties."""
    return [words.notes.no_difficulty(view.study, _named(gone))]


def no_platform(_: Studies, view: Any, gone: Sequence[str]) -> Sequence[str]:
    """Tell of platforms."""
    return [words.notes.no_platform(view.study, _named(gone))]


def no_dates(_: Studies, view: Any, __: Sequence[Any]) -> Sequence[str]:
    """Tell of days."""
    return [words.notes.no_dates(view.study)]


def no_ranker(studies: Studies, view: Any, gone: Sequence[str]) -> Sequence[str]:
    """Tell of a ranker that was to select."""
    ranked = offers.ranked_studies(studies)
    return [words.notes.no_ranker(view.study, name, ranked) for name in _named(gone)]


def no_length(_: Studies, view: Any, gone: Sequence[bool]) -> Sequence[str]:
    """Tell of lengths of answers."""
    return [words.notes.no_length(view.study, view.tokens) for _ in gone]


def no_cost(_: Studies, view: Any, gone: Sequence[BudgetKind]) -> Sequence[str]:
    """Tell of kinds of budgets."""
    return [words.notes.no_cost(view.study, kind) for kind in gone]


def no_problem(_: Studies, view: Any, gone: Sequence[str]) -> Sequence[str]:
    """Tell of a problem."""
    return [words.notes.no_problem(view.study, name) for name in _named(gone)]


def no_list(_: Studies, view: Any, gone: Sequence[Listed]) -> Sequence[str]:
    """Tell of a list of problems."""
    return [words.notes.no_list(view.study, listed) for listed in gone]


def no_sort(_: Studies, view: Any, gone: Sequence[str]) -> Sequence[str]:
    """Tell of an order of problems."""
    return [words.notes.no_sort(view.study, name) for name in _named(gone)]


def no_order(_: Studies, view: Any, gone: Sequence[str]) -> Sequence[str]:
    """Tell of a ranker that was to order answers."""
    return [words.notes.no_order(view.study, name) for name in _named(gone)]


def unplaced(studies: Studies, view: Any, gone: Sequence[str]) -> list[str]:
    """Tell of models that have no cost on the budget axis."""
    missing = charges.placed(studies, view.question)[1]
    return [
        words.notes.left_out(facts.names.short_name(model), facts.costs.no_cost(missing[model]))
        for model in gone
        if model in missing
    ]


def _named(values: Sequence[str]) -> list[str]:
    return [one_line(value, NAME) for value in values]

"""The widgets, by subject: `controls.models.compared(...)`. No arithmetic of views is in them."""

from pages.parts.controls import (
    answers,
    budgets,
    costs,
    curves,
    flip,
    lists,
    models,
    notes,
    plans,
    problems,
    study,
)

__all__ = [
    "answers",
    "budgets",
    "costs",
    "curves",
    "flip",
    "lists",
    "models",
    "notes",
    "plans",
    "problems",
    "study",
]

"""What the cards beside and below the chart say of a comparison, around the facts in words."""

from pages.parts.words import numbers

WHICH_PROBLEMS = "Problems like these, or these very problems?"


def budget(amount: str) -> str:
    """Return what the verdict is about."""
    return f"With {amount} per problem"


def answers(model: str, k: int) -> str:
    """Return whose answers these are, and how many."""
    return f"{model} x {k:,}"


def uses(amount: str) -> str:
    """Return what a side uses of the budget."""
    return f"uses {amount}"


def interval(low: float, high: float) -> str:
    """Return the interval of a side's score."""
    return f"95 % interval {numbers.interval(low, high)}"


def over_all_budgets(how: str) -> str:
    """Return the head of a list of regions, with how they are judged."""
    return f"**Over all budgets**, {how}:"


def saving(text: str) -> str:
    """Return what the small model needs."""
    return f"**Saving:** {text}."


def unseen(text: str) -> str:
    """Return what is left without problems that may have been seen."""
    return f"**Not seen in training:** {text}"

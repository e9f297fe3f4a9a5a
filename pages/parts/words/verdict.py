"""What the cards beside and below the chart say of a comparison, around the facts in words."""

WHICH_PROBLEMS = "Problems like these, or these very problems?"


def over_all_budgets(how: str) -> str:
    """Return the head of a list of regions, with how they are judged."""
    return f"**Over all budgets**, {how}:"


def saving(text: str) -> str:
    """Return what the small model needs."""
    return f"**Saving:** {text}."


def unseen(text: str) -> str:
    """Return what is left without problems that may have been seen."""
    return f"**Not seen in training:** {text}"

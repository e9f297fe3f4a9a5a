"""What the Explore page says."""

TITLE = "For the same budget: one answer of a large model, or many of a small one?"
CURVES = "Curves and problems"
COST = "Cost of one answer"
ONE_MODEL = "This study has one model: drag the budget to read its curve."
DOWNLOAD = "Download all points (CSV)"


def see_cost(caution: str) -> str:
    """Return a caution about costs, and where they can be changed."""
    return f"{caution}. See {COST}"

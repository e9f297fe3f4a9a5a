"""What the Explore page says."""

from collections.abc import Sequence

from pages.parts.words.sentences import listed

LEAD = "For the same budget: one answer of a large model, or many of a small one?"
CURVES = "Curves and problems"
COST = "Cost of one answer"
ONE_MODEL = "This study has one model: drag the budget to read its curve."
MODEL = "Model"
SPEND = "Plan how to spend a budget"
ALL_PAIRS = "Compare all models"
READ = "Read the answers"
RANKERS = "Compare the rankers"
DOWNLOAD = "Download all points (CSV)"
WHOLE = "Open in Budgetscope"


def of_another(link: str, study: str) -> str:
    """Return a link that leads to another study."""
    return f"{link} in {study}"


def chart_title(small: str, large: str, study: str) -> str:
    """Return what the chart is about: a pair in a study."""
    return f"{small} or {large}? {study}"


def chart_of_one(model: str, study: str) -> str:
    """Return what the chart is about: one model in a study."""
    return f"{model}. {study}"


def chart_source(
    problems: str, filters: Sequence[str], samples: str, ranker: str | None, source: str
) -> str:
    """Return what the chart's numbers rest on."""
    only = f" ({'; '.join(filters)})" if filters else ""
    how = "checked by tests" if ranker is None else f"ranked by {ranker}"
    return f"{problems}{only}, {samples} samples each, {how}; {source}"


def not_shown(models: Sequence[str], reason: str) -> str:
    """Return why models are not in the table."""
    return f"Not in the table: {listed(models)} ({reason})."


def see_cost(caution: str) -> str:
    """Return a caution about costs, and where they can be changed."""
    return f"{caution}. See {COST}"

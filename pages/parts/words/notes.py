"""What a visitor is told where a link or a choice asked for what is not there, in words."""

from collections.abc import Sequence

from backend.maths.assumptions import BudgetKind

_MOST_NAMED = 3  # values that a note names


def no_difficulty(study: str, values: Sequence[str]) -> str:
    """Say that no problem is as hard as asked for."""
    return f"{study} has no difficulty {_few(values)}: not filtered by it"


def no_platform(study: str, values: Sequence[str]) -> str:
    """Say that no problem comes from where it is asked for."""
    return f"{study} has no platform {_few(values)}: not filtered by it"


def _few(values: Sequence[str]) -> str:
    told = ", ".join(f"'{value}'" for value in values[:_MOST_NAMED])
    return f"{told} and more" if values[_MOST_NAMED:] else told


def no_dates(study: str) -> str:
    """Say that problems are not filtered by their dates."""
    return f"the problems of {study} have no dates: not filtered by them"


def no_ranker(study: str, ranker: str, ranked: Sequence[str]) -> str:
    """Say that a ranker has no data here; `ranked` are the titles of studies with some."""
    return (
        f"{study} has no data for selection by '{ranker}': "
        "showing unit tests. "
        f"Studies with ranker data: {', '.join(ranked) or 'none yet'}"
    )


def no_order(study: str, ranker: str) -> str:
    """Say that answers are in another order than asked for."""
    return f"{study} has no ranker '{ranker}': the most frequent answers are first"


def no_length(study: str, tokens: int) -> str:
    """Say that a length is taken where none was recorded."""
    return f"{study} recorded no length of its answers: {tokens} tokens are taken"


def no_problem(study: str, problem: str) -> str:
    """Say that a problem is not there."""
    return f"{study} has no problem '{problem}'"


def no_list(study: str, listed: str) -> str:
    """Say that all problems are listed."""
    return f"{study} has no list '{listed}' of problems: all are listed"


def no_sort(study: str, sort: str) -> str:
    """Say that problems are in another order than asked for."""
    return f"problems of {study} cannot be sorted by '{sort}'"


def no_cost(study: str, kind: str) -> str:
    """Say that budgets are counted in samples."""
    return f"no model of {study} has a cost in {kind}: by samples"


def by_samples(model: str, kind: BudgetKind) -> str:
    """Say that budgets are counted in samples for a model that was chosen."""
    counted = "FLOPs" if kind is BudgetKind.FLOPS else kind.value
    return f"{model} has no cost in {counted}: budgets are counted in samples"


def left_out(model: str, reason: str) -> str:
    """Say why a model is not shown."""
    return f"{model} was left out: {reason}"


def twice(model: str) -> str:
    """Say that a model was asked for on both sides."""
    return f"{model} cannot be compared with itself"


def too_many(most: int, models: Sequence[str]) -> str:
    """Say which models are not drawn."""
    return f"at most {most} further models fit on the chart: {_left(models)}"


def too_many_to_search(most: int, models: Sequence[str]) -> str:
    """Say of which models no plans are searched."""
    return f"plans of at most {most} models are searched: {_left(models)}"


def _left(models: Sequence[str]) -> str:
    more = len(models) - _MOST_NAMED
    named = [*models[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    *first, last = named
    told = f"{', '.join(first)} and {last}" if first else last
    return f"{told} {'were' if first else 'was'} left out"


def not_used(parameter: str, text: str, error: str) -> str:
    """Say that a value of a link was not understood."""
    return f"{parameter}={text} in the link was not used: {error}"


def more_not_used(parameter: str, count: int) -> str:
    """Say that many values of a link were not understood."""
    return f"{count} more of {parameter} were not used either"

"""What is written on and beside the widgets."""

import datetime as dt
from collections.abc import Sequence

from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK
from backend.records.samples import Show
from pages.parts.words.sentences import heading, listed

STUDY = "Study"
STUDY_HELP = "Models that were asked the same problems in the same way, so that they compare."

SMALL = "Small model"
LARGE = "Large model"
FURTHER = "Further models"
ADD = "Add models to compare"

BUDGET = "Budget counted in"
BUDGET_HELP = (
    "What each problem may cost. A TFLOP is a million million arithmetic steps: an answer takes "
    "two for each weight and token. Time is that of the whole server for its share of a batch."
)

CHECK = "Can you check the answers?"
CHECK_HELP = (
    "With tests, k answers solve a problem if any of them passes. Without, a ranker picks one of "
    "the k, which must be right."
)
STOP_FIRST = "Stop at the first that passes"
STOP_FIRST_HELP = (
    "Run the tests after each answer and draw no more once one passes. Then k is the most that are "
    "drawn, and a budget is what a problem costs on average."
)
RANKER = "Ranker"

BANDS = "95 % bands"
BANDS_HELP = (
    "Where the score on problems like these lies, by Student's t over problems; studies that "
    "publish means only have none."
)
REACH = "Curves reach"
REACH_HELP = (
    "The score of k answers (pass@k) is the mean over all subsets of k samples; near all samples "
    "these are few, and it gets noisy. Half of the samples is the paper's rule."
)
RANKER_COST = "Count the ranker's own cost"
RANKER_COST_HELP = (
    "For each of several answers: FLOPs of a model that reads it and its prompt, by the same "
    "length as an answer, and the dollars of those tokens; seconds of scoring or of running it. "
    "Nothing where there is one answer and nothing to choose."
)

TEST_COST = "Count running the tests"
TEST_COST_HELP = (
    "For each of several answers: the CPU seconds that its tests took where it was graded, in the "
    "mean of its run. Where nobody measured them they stay free, which is said."
)

DIFFICULTY = "Difficulty"
PLATFORM = "Platform"
ALL = "All"
CLEAR = "Clear all"
DATE = "Contest date"
DAY = "D MMM YYYY"
"""How a day is written, as Streamlit's `format` spells it."""

LIST = "Problems"
FIND = "Search names and prompts"

ANSWERS = "Answers"
ORDER = "Order"
OFTEN_FIRST = "most frequent first"


def budget_kind(kind: BudgetKind) -> str:
    """Return what budgets of a kind count."""
    match kind:
        case BudgetKind.FLOPS:
            return "FLOPs"
        case BudgetKind.TIME:
            return "Time"
        case BudgetKind.DOLLARS:
            return "Dollars"
        case BudgetKind.SAMPLES:
            return "Samples"


def check(can: bool) -> str:
    """Return whether answers can be checked."""
    return "Yes, with tests" if can else "No, rank them"


def not_ranked(study: str) -> str:
    """Say that nobody ranked the answers of a study; studies that have rankers follow."""
    return f"Nobody ranked the answers of **{study}**, so tests pick here. Ranked answers are in:"


def ranker_help(name: str, looks_at: str) -> str:
    """Return what a ranker looks at, and what links and commands call it."""
    return f"{heading(looks_at)}. Its id in links: {name}."


def costing(model: str, amount: str) -> str:
    """Return a model's name with what one answer of it costs."""
    return f"{model} · {amount}"


def problems_left(count: int, of: int) -> str:
    """Return how many problems the filters let through."""
    return f"{count:,} of {of:,} problems"


def one_filter(name: str, values: Sequence[str]) -> str:
    """Return what a filter lets through."""
    return f"{name}: {listed(values)}"


def days(since: dt.date | None, until: dt.date | None) -> str:
    """Return from which day to which problems were released, one of which may be open."""
    parts = ([f"from {_day(since)}"] if since else []) + ([f"to {_day(until)}"] if until else [])
    return f"Released {' '.join(parts)}"


def _day(day: dt.date) -> str:
    return f"{day:%-d %b %Y}"


def reach(max_k: MaxK) -> str:
    """Return how far curves go."""
    match max_k:
        case MaxK.HALF:
            return "half the samples"
        case MaxK.ALL:
            return "all samples"


def not_on_axis(count: int) -> str:
    """Return how many models have no place on the budget axis."""
    return "1 model is not on this axis" if count == 1 else f"{count} models are not on this axis"


def elsewhere(count: int) -> str:
    """Return where models have a place that have none on this axis."""
    return f"{'It is' if count == 1 else 'They are'} on the samples axis."


def not_on_axis_because(models: Sequence[str], reason: str) -> str:
    """Return why some models have no place on the budget axis."""
    return f"**{listed(models)}**: {reason}."


def by_ranker(name: str) -> str:
    """Return the order of answers by a ranker's scores."""
    return f"by {name}"


def answers(show: Show) -> str:
    """Return which answers are shown."""
    match show:
        case Show.ALL:
            return "All"
        case Show.PASSED:
            return "Passed"
        case Show.FAILED:
            return "Failed"
        case Show.UNFINISHED:
            return "Unfinished"

"""What is written on and beside the widgets."""

from collections.abc import Sequence

from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK
from backend.records.samples import Show
from pages.parts.words.sentences import listed

STUDY = "Study"

SMALL = "Small model"
LARGE = "Large model"
FURTHER = "Further models"
ADD = "Add models to compare"

BUDGET = "Budget counted in"
SELECTION = "Selection"
UNIT_TESTS = "Unit tests (any correct sample counts)"
NO_RANKER = "Ranker (this study has no data)"
RANKER = "Ranker"

BANDS = "95 % bands"
BANDS_HELP = "Student's t over problems; studies that publish means only have none."
REACH = "Curves reach"
REACH_HELP = "Near all samples, pass@k rests on few different subsets and gets noisy."
RANKER_COST = "Count the ranker's own cost"
RANKER_COST_HELP = (
    "For each of several answers: FLOPs of a model that reads it and its prompt, by the same "
    "length as an answer; seconds of scoring or of running it. No dollars, and nothing where there "
    "is one answer and nothing to choose."
)

DIFFICULTY = "Difficulty"
PLATFORM = "Platform"
ALL = "All"
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


def ranker(name: str) -> str:
    """Return the choice of selection by a ranker."""
    return f"Ranker: {name}"


def selection_help(ranked: Sequence[str]) -> str:
    """Return what selection is; `ranked` are the titles of studies with data of rankers."""
    return (
        "How one answer is picked among k. With unit tests the budget finds a correct sample if "
        "there is one; a ranker must put it first without running tests. Studies with ranker "
        f"data: {'; '.join(ranked) or 'none yet'}."
    )


def reach(max_k: MaxK) -> str:
    """Return how far curves go."""
    match max_k:
        case MaxK.HALF:
            return "half the samples (the paper's rule)"
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

"""What the Pairs page says.

Texts with names in braces are filled in by the browser, for each budget that the line is drawn to.
"""

from backend.words.amounts import amount, stretch

TITLE = "Every model against every other"
LEAD = "Drag the budget: who leads whom, how sure that is, and who is the best of all."
CHOICES = "Answers and problems"
COST = "Cost of one answer"
NO_STUDY = "No study has two models yet."
TOO_FEW = (
    "No two models of this study can be compared so. Choose another budget, or another way to pick "
    "answers."
)
DOWNLOAD_PAIRS = "Download all pairs (CSV)"
DOWNLOAD_BEST = "Download the best at each budget (CSV)"

SLIDER = "Budget per problem"
BUDGET = "Budget per problem"
TYPE_A_NUMBER = "Type a number, such as {example}. A comma only groups thousands."
BEYOND = "There is data from {low} to {high}."
MATRIX = "Leads of each row's model over each column's, in points"
FIGURE = "The best of all models against the budget. {best}"

BEST = (
    "For {amount} the best is {model} {drawn}: {score} solved (95 % interval {low} to {high}). "
    "Half of the problems choose it in {share} of cases; such a choice gets {held} on the other "
    "half."
)
BEST_OF_MEANS = "For {amount} the best is {model} {drawn}: {score} solved, as published."
ENDED = "Its samples end here: more might do better."
NONE_PAID = "{amount} pays for no answer."
TOLD_APART = "At {amount}, {clear} of {compared} pairs are told apart."
BY_CHANCE = "If no two models differed, about {chance} would be by chance."
LEADER = "{model} clearly leads {beats} of the {of} others that it is compared with."
NOTHING_COMPARED = "{amount} pays for no two models that can be compared."

ONCE = "x 1"
HOW = (
    "Point at a cell, or go by arrow keys, to read it; a click or Enter opens the pair in Explore."
)
LEAD_WITHIN = (
    "{row} {own} over {column} {other}: {lead} points ({low} to {high}; {n} problems): {verdict}"
)
LEAD_ALONE = "{row} {own} over {column} {other}: {lead} points ({n} problems): {verdict}"
UNPAID = "{row} and {column}: the budget does not pay for an answer of both"
APART = "{row} and {column} have no problem in common"
VERDICTS = [
    "clear",
    "clear",
    "ahead, not enough to call it a win",
    "ahead, not enough to call it a win",
    "too close to call",
    "too few problems",
    "nobody wins, the two do not spend alike",
]
LEGEND = [
    "the row's model leads",
    "the column's model leads",
    "clear: the 95 % interval of this pair alone excludes 0",
    "ahead, but other problems could turn it around",
    "no mark: too close to call",
    "nobody wins: too few problems, or the two do not spend alike",
]

BEST_TITLE = "The best at each budget"
BEST_COLUMNS = [
    "Budget",
    "Best",
    "Answers",
    "Solved",
    "95 % interval",
    "Held out",
    "By halves",
]


def cannot_show(study: str) -> str:
    """Say that the page cannot show a study; studies that it can show follow."""
    return (
        f"**{study}** has no second model to compare with. Your choice is kept: other pages still "
        "show it. Here you can look at:"
    )


def count(*, stops: bool) -> str:
    """Return how answers are counted: how many are drawn, or at most, where a pass ends it."""
    return "up to {k} times" if stops else "x {k}"


def key(n_models: int, problems: str, *, measured: bool, stops: bool) -> str:
    """Return what the line of the best is, and what it rests on."""
    band = "; band: its 95 % interval" if measured else ""
    band += "; a budget is what a problem costs on average" if stops else ""
    return (
        f"The best of {n_models} models over the same {problems}; each step is one more answer "
        f"paid for; dotted: no more samples{band}."
    )


def about_best(*, measured: bool) -> str:
    """Return how to read the table of the best."""
    if not measured:
        return "Only means were published, so nobody can say how sure the choice of the best is."
    return (
        "The best of many owes part of its score to having been chosen on these problems. Held "
        "out: the best is chosen on one half of the problems and scored on the other, over 100 "
        "random splits. By halves: how often a half chooses this model, on average over its "
        "budgets. The interval and what is held out are of the last of the answers."
    )


def never(count: int, of: int) -> str:
    """Return how many models are never the best."""
    return f"Never the best, as far as their samples go: {count} of {of} models"


def budgets(low: float, high: float | None, unit: str) -> str:
    """Return from where to where a model is the best."""
    return f"from {amount(low, unit)}" if high is None else stretch(low, high, unit)


def from_to(first: str, last: str) -> str:
    """Return one text, or two where they differ."""
    return first if first == last else f"{first} to {last}"


def answers(first: int, last: int, *, stops: bool) -> str:
    """Return from how many answers to how many."""
    counts = from_to(f"{first:,}", f"{last:,}")
    return f"at most {counts}" if stops else f"x {counts}"


def chosen(share: float) -> str:
    """Return how often halves choose a model."""
    return f"{100 * share:.0f} %"


def percent(score: float) -> str:
    """Return a score."""
    return f"{score:.1f} %"

"""What the Reallocate page says."""

from backend.records.allocation import Policy

TITLE = "How to spend a budget"
LEAD = (
    "Say which models you have and what a problem may cost, and read how many answers of which to "
    "draw, in which order."
)
MODELS = "Models you have"
MODELS_HELP = (
    "Up to 12. Without a choice all of the study are searched, of more than 12 those that solve "
    "most alone for the budget."
)
ALL_MODELS = "All models of the study"
GOAL = "What is wanted"
BUDGET = "Budget per problem"
BUDGET_HELP = (
    "What a problem may cost, on average where drawing stops at the first answer that passes. With "
    "its unit, or as a bare number."
)
TARGET = "Solved, % at least"
POLICY = "Plans"
POLICY_HELP = (
    "One after another: each answer is tested as it comes, and the first that passes is the last. "
    "All at once: all answers are drawn, and any that passes counts. One model: with tests, "
    "stopping at the first pass."
)
PLANS = "What the plans get"
COLUMNS = ["Plan", "Solved", "95 % interval", "Costs", "At most", "Draws"]
GRANTED = "What this takes for granted"
OTHER_PROBLEMS = (
    "the shares are those of this study's problems; yours may be easier or harder, and how much "
    "more one model solves than another may differ too"
)
FOLLOW = "Follow the plan"
FOLLOW_HELP = (
    "This program draws answers from a server that speaks OpenAI's protocol, and tests them with "
    "a function of yours. It needs nothing but Python."
)
DOWNLOAD_PLAN = "Plan (JSON)"
DOWNLOAD_PROGRAM = "Program (Python)"
DOWNLOAD_TABLE = "Table (CSV)"
EXPLORE = "See the curves"
COSTS = "Change sizes, prices and lengths"
OTHERS = "Answers and problems"
COST = "Cost of one answer"


def cannot_show(study: str) -> str:
    """Say that the page cannot show a study; studies that it can show follow."""
    return (
        f"**{study}** publishes averages only. A plan needs to know which problems each model "
        "solves: choose a study that tells, and the models that you have or those nearest to them."
    )


def goal(reach: bool) -> str:
    """Return what is wanted of a plan."""
    return "Reach a score" if reach else "Spend a budget"


def policy(chosen: Policy) -> str:
    """Return which plans are searched."""
    match chosen:
        case Policy.CASCADE:
            return "One after another"
        case Policy.MIX:
            return "All at once"
        case Policy.SINGLE:
            return "One model"


def not_an_amount(typed: str, example: str) -> str:
    """Return that a budget cannot be read."""
    comma = " A comma only groups thousands." if "," in typed else ""
    return f"'{typed}' is no amount: type one such as {example}.{comma}"


def percent(score: float) -> str:
    """Return a score."""
    return f"{score:.1f} %"


def answers(model: str, count: int, *, most: bool) -> str:
    """Return how many answers of a model are drawn."""
    return f"{'up to ' if most and count > 1 else ''}{count:,} x {model}"

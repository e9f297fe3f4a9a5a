"""What is written above, on and under the budget chart.

Texts with names in braces are filled in by the browser, for each budget that the line is drawn to.
"""

FIGURE = "Problems solved against budget; the table below it holds the numbers"
ALTERNATIVE = "{title}. For {spoken}"
SCORES = "Problems solved, %"
ZOOM = "Zoom in"
RESET = "Show all budgets"
SAVE = "Save as picture"
SLIDER = "Budget per problem"
FAILED = "The chart could not be drawn: {reason}."
NO_LIBRARY = "the chart library could not be loaded"

BUDGET = "Budget per problem"
TYPE_A_NUMBER = "Type a number, such as {example}. A comma only groups thousands."
BEYOND_CHART = "The chart goes from {low} to {high}."
SPOKEN = "{amount}: {readings}"
SOLVES = "{model} {drawn} solves {score}"
NOT_AFFORDABLE = "{model} not affordable"

LEADS = "{model} is {points} points ahead"
LEVEL = "Less than 0.1 points apart"
ENDED = "Nobody wins here: {model} has no more samples"
UNPAID = "{amount} does not pay for one answer of {model}"
ONE_FOR_MANY = (
    "For what one answer of {large} costs you get {k} of {small}: {small_score} solved instead of "
    "{large_score}."
)
ONE_FOR_MOST = (
    "For what one answer of {large} costs you get up to {k} of {small}, {answers} on average until "
    "one passes: {small_score} solved instead of {large_score}."
)
TO_A_SCORE = "Set a score instead"
TO_A_BUDGET = "Set a budget instead"
SCORE_TO_REACH = "Problems to solve"
TYPE_A_SCORE = "Type percent from 0.1 to 100, such as {example}."
NEEDS = "{model} {drawn} needs {amount}"
NEVER_REACHES = "{model} never reaches it in this data"
REACHES_WITH = "{small} reaches {score} for {share}"
ONLY_ONE = "Only {model} reaches {score} in this data"
NEITHER = "Neither reaches {score} in this data"
BOTH = "Both reach {score}"
BOTH_NEED = (
    "{large} {large_drawn} needs {large_used} per problem to solve {score}; {small} {small_drawn} "
    "does it with {small_used}."
)
ONE_NEEDS = (
    "{model} {drawn} needs {amount} per problem to solve {score}; {other} solves at most {most}."
)
NONE_REACHES = "{small} solves at most {small_most}, {large} at most {large_most}."
TIMES_AS_MUCH = "{share} times as much"
MORE = "{share} % more"
LESS = "{share} % less"
AS_MUCH = "just as much"
REACH_TABLE = "To solve {score}, cheapest first"
REACH_COLUMNS = ["Answers", "Needs", "95 % interval"]
NEVER = "never, in this data: at most {score}"
OR_MORE = "{low} or more"
DRAG = "Drag the line."
EACH = (
    "For {amount} per problem {small} {small_drawn} solves {small_score}, {large} {large_drawn} "
    "{large_score}."
)
ALONE = "For {amount} per problem {model} {drawn} solves {score}."
ON_RELEASE = "Let go of the line to see how sure that is."

COMPARE_AT = "Compare at {amount}"
USE_ALL = "Use all {n} samples"

MEASURED = "{model} {drawn}: {score}"
PUBLISHED = "{model} {drawn}: {score} (published)"
FITTED = "{model} {drawn}: {score} (fitted)"
SAMPLED = "{model}, one sampled answer: {score}"
GREEDY = "{model}, its greedy answer: {score}"

TABLE = "With {amount} per problem, best first"
COLUMNS = ["Answers", "Solved", "95 % interval", "Uses"]
COUNT = "x {k}"
UP_TO = "up to {k} times ({answers} on average)"
AT_MOST = "up to {k}"
ON_AVERAGE = "{answers} on average"
WORST = "at most {amount}"
INTERVAL = "{low} to {high}"
ONE_COSTS = "one answer costs {amount}"
ALL_ITS_DATA = "all its samples"
ON_PROBLEMS = "{n} problems"
ADD = "Draw {model}"
REMOVE = "Take {model} off the chart"
SEARCH = "Search models"
SHOW_ALL = "Show all {n}"
SHOW_FEWER = "Show fewer"
NONE_FOUND = "No model is called so."


def apart(reason: str) -> str:
    """Say why the last lines of the table stand apart; `reason` speaks of them."""
    return f"The last lines are not ranked with the others: {reason}."


def axis(unit: str | None, *, stops: bool) -> str:
    """Return the title of the budget axis, None where ticks have units of their own."""
    spent = "Spent per problem on average" if stops else "Budget per problem"
    return f"{spent}{'' if unit is None else f', {unit}'} (log scale)"


def key(
    *,
    measured: bool,
    stops: bool,
    bands: bool,
    marks: bool,
    greedy: bool,
    regions: bool,
    reaching: bool,
    falls: bool,
) -> str:
    """Return what the lines and shapes of the chart are."""
    fall = ", and with more answers it may fall below again" if falls else ""
    points = "" if measured else "● published; ○ and line fitted between. "
    parts = [
        "each step is one more answer allowed, spending on average"
        if stops
        else "each step is one more answer paid for",
        "dotted: no more samples",
        *(["bands: 95 % intervals over problems, at each budget alone"] if bands else []),
        *(["◯ one sampled answer"] if marks else []),
        *(["★ the greedy one: the likeliest token at each step"] if greedy else []),
        *([f"dots: where each curve first reaches the score{fall}"] if reaching else []),
        *(["strip: who leads, full colour where clearly"] if regions else []),
    ]
    said = "; ".join(parts)
    return f"{points}{said[0].upper()}{said[1:]}."

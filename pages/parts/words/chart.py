"""What is written on and under the budget chart.

Texts with names in braces are filled in by the browser, for each budget that the line is drawn to.
"""

FIGURE = "Problems solved against budget; the table below holds the numbers"
SCORES = "Problems solved, %"
RESET = "Reset zoom"
SLIDER = "Budget per problem"
FAILED = "The chart could not be drawn: {reason}."
NO_LIBRARY = "the chart library could not be loaded"

BUDGET = "Budget per problem: {amount}"
SPOKEN = "{amount}: {readings}"
SOLVES = "{model} x {k} solves {score}"
NOT_AFFORDABLE = "{model} not affordable"
COUNT = "x {k}"
NO_SCORE = "\N{EN DASH}"

ONE_COSTS = "one answer costs {amount}"
LEFT_OVER = "{amount} left over"
NOTHING_LEFT = "nothing left over"
ENDED_LEFT_OVER = "data ends here, {amount} left over"
ENDED_NOTHING_LEFT = "data ends here, nothing left over"

MEASURED = "{model} x {k}: {score}"
PUBLISHED = "{model} x {k}: {score} (published)"
FITTED = "{model} x {k}: {score} (fitted)"
SAMPLED = "{model}, one sampled answer: {score}"
GREEDY = "{model}, its greedy answer: {score}"


def axis(unit: str | None) -> str:
    """Return the title of the budget axis, None where ticks have units of their own."""
    return f"Budget per problem{'' if unit is None else f', {unit}'} (log scale)"


def key(*, measured: bool, bands: bool, marks: bool, greedy: bool) -> str:
    """Return what the lines and shapes of the chart are."""
    if not measured:
        return "● published; ○ and line fitted between. Each step is one more answer paid for."
    band = "; bands: 95 % intervals over problems, at each budget alone" if bands else ""
    single = "; ◯ one sampled answer" if marks else ""
    likeliest = ", ★ the greedy one" if greedy else ""
    return f"Each step is one more answer paid for{band}{single}{likeliest}."

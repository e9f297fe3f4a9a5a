"""What the Problems page says."""

from collections.abc import Sequence

from backend.records.samples import Answer, Failure, Listed
from pages.parts.words.sentences import listed as joined

TITLE = "Read the samples: what did each model answer?"
NO_STUDY = "No study has samples to read yet: `python -m backend run` draws some."
NO_PROBLEM = "No such problem: choose another list, or widen the search and the filters."
LEFT = "Left"
RIGHT = "Right"

PROBLEM = "Problem"
DIFFICULTY = "Difficulty"
DIFFERENCE = "Difference, points"
PICKED = "Its pick is right"
TABLE = "Problems, and how likely each model's answers solve them"
PREVIOUS = "Previous"
NEXT = "Next"

NO_PROMPT = "The prompt of this problem is not kept here."
NO_ANSWER = "No answer of this kind."
NO_VERDICT = "no verdict"
PASSED = "passed"
FAILED = "failed"
WHAT_FAILED = "What failed"

COMPARE = "Difference"
COMPARED = "What two answers say differently"
BEFORE, AFTER = "Lines with -", "Lines with +"
ALIKE = "They say the same."


def cannot_show(study: str) -> str:
    """Say that the page cannot show a study; studies that it can show follow."""
    return (
        f"**{study}** has no samples to read. Your choice is kept: other pages still show it. "
        "Here you can look at:"
    )


def listed(which: Listed, count: int, small: str, large: str, ranker: str) -> str:
    """Return a list of problems by who solves them, and how many there are."""
    match which:
        case Listed.ALL:
            said = "all"
        case Listed.SMALL:
            said = f"{small} solves it, {large} does not"
        case Listed.LARGE:
            said = f"{large} solves it, {small} does not"
        case Listed.FOOLED:
            said = f"{ranker} is fooled"
        case Listed.NOBODY:
            said = "nobody solves it"
    return f"{said} **{count:,}**"


def means(which: Listed, small: str, large: str, ranker: str) -> str:
    """Return which problems a list has, nothing where it has all."""
    match which:
        case Listed.ALL:
            return ""
        case Listed.SMALL:
            return (
                f"In the list: {small}'s answers hold a right one more likely than not, {large}'s "
                "do not."
            )
        case Listed.LARGE:
            return (
                f"In the list: {large}'s answers hold a right one more likely than not, {small}'s "
                "do not."
            )
        case Listed.FOOLED:
            return (
                f"In the list: {small}'s answers hold a right one more likely than not, but the "
                f"pick by {ranker} is more likely wrong."
            )
        case Listed.NOBODY:
            return "In the list: no sample of any model passes, at any budget."


def answers_of(model: str, k: int) -> str:
    """Return a number of answers of a model."""
    return f"{k:,} {'answer' if k == 1 else 'answers'} of {model}"


def chances(answers: Sequence[tuple[str, int]], budget: str | None) -> str:
    """Return what the numbers of the table are.

    Args:
        answers: how many there are of each model of the pair.
        budget: a problem's, that pays for them; None where they have no cost.
    """
    pays = (
        "One answer of each, since they cannot be compared at a budget here"
        if budget is None
        else (
            f"{budget} a problem, as on Explore: "
            f"{joined(answers_of(model, k) for model, k in answers)}"
        )
    )
    return f"{pays}. Numbers are the chance that one of them is right."


def about(numbers: str, listed: str) -> str:
    """Return what the table is: its numbers, and which problems it lists, if not all."""
    return f"{numbers} {listed}" if listed else numbers


def column(model: str, k: int) -> str:
    """Return the head of a model's column."""
    return f"{model} x {k:,}"


def part(first: int, last: int, of: int) -> str:
    """Return which rows of a long list are in the table."""
    return f"The table has the problems {first:,} to {last:,} of {of:,}, around the one below."


def place(number: int, of: int) -> str:
    """Return where in the list a problem is."""
    return f"{number} of {of}"


def tally(right: int, graded: int, ungraded: int, different: int) -> str:
    """Return how many samples pass, and how many different answers are shown."""
    without = f"; {ungraded:,} have no verdict" if ungraded else ""
    answers = "different answer" if different == 1 else "different answers"
    return f"{right:,} of {graded:,} samples pass{without}; {different:,} {answers} below"


def more(left: int) -> str:
    """Return the button that shows more answers."""
    return f"Show more ({left:,} left)"


def answer(n: int, of: int, tokens: int | None, *, greedy: bool, cut: bool) -> str:
    """Return how many samples gave an answer, and how it was drawn."""
    said = f"{n:,} of {of:,} samples" if n else "no sample"
    drawn = f"{said}, the greedy answer" if greedy else said
    long = drawn if tokens is None else f"{drawn} · {tokens:,} tokens"
    return f"{long}, cut at the limit" if cut else long


def failed(failure: Failure) -> str:
    """Return what failed, as lines of a program: a call, what it should have given, and gave."""
    lines = (
        failure.test,
        failure.call,
        failure.expected and f"expected: {failure.expected}",
        failure.last and f"last call: {failure.last}",
        failure.came_back and f"returned: {failure.came_back}",
        failure.detail,
    )
    return "\n".join(line for line in lines if line)


def named(model: str, place: int, answer: Answer, of: int) -> str:
    """Return what one of a model's different answers is called; `place` counts from 1."""
    match answer.passed:
        case None:
            verdict = NO_VERDICT
        case True:
            verdict = PASSED
        case False:
            verdict = answer.status or FAILED
    return f"{model}, answer {place:,}: {verdict}, {answer.n:,} of {of:,} samples"


def score(ranker: str, value: float) -> str:
    """Return a ranker's score of an answer."""
    return f"{ranker}: {value:.4g}"

"""What the Problems page says."""

TITLE = "Read the samples: what did each model answer?"
NO_STUDY = "No study has samples to read yet: `python -m backend run` draws some."
NO_PROBLEM = "No problem passes the filter: widen it."
LEFT = "Left"
RIGHT = "Right"

PROBLEM = "Problem"
DIFFICULTY = "Difficulty"
SHARES = "Share of each model's samples that pass the problem's tests. Click a row to read."
PREVIOUS = "Previous problem"
NEXT = "Next problem"

NO_PROMPT = "The prompt of this problem is not kept here."
NO_ANSWER = "No answer of this kind."
NO_VERDICT = "no verdict"
PASSED = "passed"
FAILED = "failed"


def cannot_show(study: str) -> str:
    """Say that the page cannot show a study; studies that it can show follow."""
    return (
        f"**{study}** has no samples to read. Your choice is kept: other pages still show it. "
        "Here you can look at:"
    )


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


def failed(what: str) -> str:
    """Return what failed."""
    return f"What failed: {what}"


def score(ranker: str, value: float) -> str:
    """Return a ranker's score of an answer."""
    return f"{ranker}: {value:.4g}"

"""What the Selection page says."""

import math
from collections.abc import Mapping

from backend.words.amounts import amount
from pages.parts.words.sentences import listed

TITLE = "Without tests: which ranker picks the right answer?"
NO_STUDY = "No study has ranker data yet: `python -m backend rank` makes some."
SAMPLES_OF = "Samples of"
TO_BEAT = "One answer to beat"
CURVES = "Curves and costs"

_NOTHING = 1e-15  # TFLOPs or dollars

RANDOM = "random pick"
UNIT_TESTS = "unit tests"

NO_PRICE = "dollars count what a model reads; running programs has no price here, only seconds"
LOOKS_AT = "What each ranker looks at"

WRONG = "Where it picks wrong"
NOWHERE = "Nowhere: it picks a right answer wherever there is one."
READ = "Read where it is more likely wrong"


def cannot_show(study: str) -> str:
    """Say that the page cannot show a study; studies that it can show follow."""
    return (
        f"**{study}** has no ranker data. Your choice is kept: other pages still show it. "
        "Here you can look at:"
    )


def chart_title(model: str, study: str) -> str:
    """Return the title of the chart."""
    return f"Which ranker finds the right answer of {model}? {study}"


def chart_source(problems: str, samples: str) -> str:
    """Return what the chart rests on."""
    return f"{problems}, {samples} samples each."


def level(model: str, score: float) -> str:
    """Return what is written on the level of a model's one answer, greedy where it was drawn."""
    return f"one answer of {model}: {score:.0f} %"


def drawn(shown: int, of: int) -> str:
    """Return which rankers are on the chart."""
    return (
        f"Drawn: {shown} of {of} rankers, the chosen one and those that reach highest. The table "
        "below has all."
    )


def picks(ranker: str, model: str, k: int, score: float) -> str:
    """Return how a ranker does with k answers of a model, `score` in percent."""
    if k == 1:
        return (
            f"With one answer of {model} there is nothing to choose for **{ranker}**: it is right "
            f"for **{score:.1f} %** of the problems."
        )
    return (
        f"Of {k:,} answers of {model}, **{ranker}** picks a right one for **{score:.1f} %** of the "
        "problems."
    )


def between(k: int, gap: float, chance: float, tests: float) -> str:
    """Return what chance and tests give, and how far a ranker goes from one to the other.

    Args:
        k: how many answers there are.
        gap: how much of the way that is, a fraction; NaN where there is no way.
        chance: how often a random pick is right, percent.
        tests: for how many problems there is a right one, percent.
    """
    way = "" if math.isnan(gap) else f" This ranker goes {100 * gap:.0f} % of the way."
    return (
        f"A random pick is right for {chance:.1f} %; with unit tests, {k:,} "
        f"{'answer solves' if k == 1 else 'answers solve'} {tests:.1f} %.{way}"
    )


TABLE = "All rankers at this budget"
COLUMNS = ("Ranker", "Right answer", "Against the chosen", "Gap closed", "AUC", "Its cost")
"""The heads of the table in which rankers are compared with the chosen one."""


def picked(score: float, k: int) -> str:
    """Return how often the pick among k answers is right, in percent."""
    return f"{score:.1f} %, x {k:,}"


def about(problems: Mapping[str, str], samples: str, dropped: int | None) -> str:
    """Return what the table's numbers are.

    Args:
        problems: over how many problems each ranker's curve is, by name.
        samples: how many a problem has.
        dropped: how many samples the token limit cut, None where that is not known.
    """
    counts = set(problems.values())
    by_name = listed(f"{name} {count}" for name, count in problems.items())
    return (
        f"{by_name if len(counts) > 1 else counts.pop()} x {samples} samples. {_cut(dropped)} "
        "Gap closed: from a random pick (0 %) to the unit tests (100 %), on the same problems, "
        "samples and number of answers. AUC: the chance that a right sample is scored above a "
        "wrong one of the same problem, 0.5 by chance. Against the chosen: the difference in "
        "points with its paired 95 % interval, widened for having looked at all pairs of rankers."
    )


def _cut(dropped: int | None) -> str:
    if dropped is None:
        return "Whether samples ended by themselves is not known here."
    if not dropped:
        return "No sample was cut by the token limit."
    return f"{dropped:,} samples were cut by the token limit: paid for, but never picked first."


def cost(flops: float | None, seconds: float | None, dollars: float | None) -> str:
    """Return what a ranker takes for each of several answers, None where it is not known.

    Args:
        flops: in TFLOPs.
        seconds: not worth telling below a microsecond.
        dollars: for what a model reads.
    """
    amounts = (("FLOPs", "TFLOPs", flops), ("time", "s", seconds), ("price", "$", dollars))
    parts = [
        amount(value, unit)
        for _, unit, value in amounts
        if value is not None and value >= (1e-6 if unit == "s" else _NOTHING)
    ]
    unknown = [name for name, _, value in amounts if value is None]
    told = [f"{listed(parts)} an answer"] if parts else []
    told += [f"{listed(unknown)} not known"] if unknown else []
    return "; ".join(told) or "none to speak of"


def looks_at(ranker: str, name: str, what: str) -> str:
    """Return what a ranker looks at, and the name that links and commands have for it."""
    return f"**{ranker}** ({name}): {what}."


def worst(of: int, ranker: str, k: int) -> str:
    """Return which problems are listed."""
    return (
        f"{of:,} problems on which {ranker} loses against unit tests, the worst first: how likely "
        f"its pick is right, and how likely one of {k:,} answers is."
    )


def miss(solved: float, picked: float, k: int) -> str:
    """Return how likely one of k answers to a problem is right, and the pick; fractions."""
    return f"right {100 * picked:.0f} %, one of {k:,}: {100 * solved:.0f} %"


def more(left: int) -> str:
    """Return the button that lists more problems."""
    return f"Show more ({left:,} left)"

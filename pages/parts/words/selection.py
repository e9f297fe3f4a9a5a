"""What the Selection page says."""

import math
from collections.abc import Mapping

from backend.words.amounts import amount
from pages.parts.words.numbers import NOTHING
from pages.parts.words.sentences import listed

TITLE = "Without tests: which ranker picks the right answer?"
NO_STUDY = "No study has ranker data yet: `python -m backend rank` makes some."
SAMPLES_OF = "Samples of"
TO_BEAT = "One answer to beat"
CURVES = "Curves and costs"

RANDOM = "random pick"
UNIT_TESTS = "unit tests"

NO_DOLLARS = "rankers cost no dollars here: see their seconds and FLOPs below"
LOOKS_AT = "What each ranker looks at"

WRONG = "Where it picks wrong"
NOWHERE = "Nowhere: it picks a right answer wherever there is one."
MISSES = ("Problem", "One answer is right", "One of them is right", "The picked one is right")


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
        f"Drawn: {shown} of {of} rankers, the one that is looked at and those that reach highest. "
        "The table has all."
    )


def summary(
    ranker: str, model: str, k: int, score: float, gap: float, chance: float, tests: float
) -> str:
    """Return how a ranker does with k answers of a model.

    Args:
        ranker: its name.
        model: whose answers they are.
        k: how many.
        score: for how many problems it picks a right one, percent.
        gap: how much of the way to unit tests that is, a fraction; NaN where there is no way.
        chance: how often a random pick is right, percent.
        tests: for how many problems there is a right one, percent.
    """
    way = "" if math.isnan(gap) else f", {100 * gap:.0f} % of the way to unit tests"
    return (
        f"Of {k:,} answers of {model}, **{ranker}** picks a right one for **{score:.1f} %** of the "
        f"problems{way}. A random pick is right for {chance:.1f} %; with unit tests, {k:,} answers "
        f"solve {tests:.1f} %."
    )


def columns(against: str) -> tuple[str, ...]:
    """Return the heads of the table in which rankers are compared with one of them."""
    return (
        "Ranker",
        "Right answer",
        "95 % interval",
        f"Against {against}",
        "Of answers",
        "Gap closed",
        "AUC",
        "Its cost",
    )


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
        "wrong one of the same problem, 0.5 by chance. Against: the difference in points with its "
        "paired 95 % interval, widened for having looked at all pairs of rankers."
    )


def _cut(dropped: int | None) -> str:
    if dropped is None:
        return "Whether samples ended by themselves is not known here."
    if not dropped:
        return "No sample was cut by the token limit."
    return f"{dropped:,} samples were cut by the token limit: paid for, but never picked first."


def cost(flops: float | None, seconds: float | None) -> str:
    """Return what a ranker takes for each of several answers, None where it is not known.

    Args:
        flops: in TFLOPs.
        seconds: not worth telling below a microsecond.
    """
    parts = ["FLOPs not known"] if flops is None else []
    parts += [amount(flops, "TFLOPs")] if flops else []
    parts += [amount(seconds, "s")] if seconds is not None and seconds >= 1e-6 else []
    if not parts:
        return NOTHING if seconds is None else "none to speak of"
    return f"{' and '.join(parts)} an answer"


def looks_at(ranker: str, what: str) -> str:
    """Return what a ranker looks at."""
    return f"**{ranker}**: {what}."


def worst(shown: int, of: int, ranker: str, k: int) -> str:
    """Return which problems are listed."""
    return (
        f"The worst {shown} of {of} problems on which {ranker} loses against unit tests, with "
        f"{k:,} answers; chances over which samples are drawn."
    )


def read_samples(problem: str, ranker: str) -> str:
    """Return the link to the samples of a problem."""
    return f"Read the samples of {problem}, in the order of {ranker}"

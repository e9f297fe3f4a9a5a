"""What all pairs of a study say together, the same on the command line and on the pages."""

from collections import Counter
from collections.abc import Mapping, Sequence

from backend.maths.verdicts import Verdict
from backend.records.pairs import Pairs, Sweep
from backend.words.amounts import amount
from backend.words.names import short_names

LEVEL = 0.05
"""How often two that do not differ look clear all the same: intervals are of 95 %."""


def told(found: Pairs) -> list[str]:
    """Return what a reader of the leads must know, a sentence each."""
    known, lines = names(found), [f"{standing(found)}."]
    if found.unpaid:
        unpaid = ", ".join(known[model] for model in found.unpaid)
        lines.append(f"{amount(found.budget, found.unit)} pays for no answer of {unpaid}.")
    if not found.measured:
        lines.append(
            "Only means were published: ends are bounds, which problems of any kind keep to."
        )
    return [*lines, *(f"{text}." for text in left_out(found.without, known))]


def names(found: Pairs | Sweep) -> dict[str, str]:
    """Return the names of all models that are spoken of, as short as they can be told apart."""
    return short_names([*found.models, *(model for model, _ in found.without)])


def left_out(without: Sequence[tuple[str, str]], known: Mapping[str, str]) -> list[str]:
    """Return why models are not compared, a text each; they are called as they are `known`."""
    return [f"{known[model]} is not compared: {reason}" for model, reason in without]


def standing(found: Pairs) -> str:
    """Return how many pairs are told apart, and how many would be by chance alone."""
    verdicts = Counter(found.verdicts())
    compared = sum(verdicts.values())
    wins = sum(count for verdict, count in verdicts.items() if verdict.wins)
    budget = amount(found.budget, found.unit)
    if not compared:
        return f"{budget} pays for no two models that can be compared"
    of_pairs = "1 pair" if compared == 1 else f"{compared:,} pairs"
    said = f"at {budget}, {wins:,} of {of_pairs} {'is' if wins == 1 else 'are'} told apart"
    nobody = verdicts[Verdict.UNEQUAL] + verdicts[Verdict.TOO_FEW]
    by_chance = round(LEVEL * (compared - nobody))
    if not by_chance or not wins or not found.measured:
        return said
    return f"{said}; if no two models differed, about {by_chance:,} would be by chance"

"""What all pairs of a study say together, the same on the command line and on the pages."""

from collections import Counter

from backend.maths.verdicts import Verdict
from backend.records.pairs import Pairs
from backend.words.amounts import amount
from backend.words.names import short_name

LEVEL = 0.05
"""How often two that do not differ look clear all the same: intervals are of 95 %."""


def told(found: Pairs) -> list[str]:
    """Return what a reader of the leads must know, a sentence each."""
    lines = [f"{standing(found)}."]
    if found.unpaid:
        names = ", ".join(map(short_name, found.unpaid))
        lines.append(f"{amount(found.budget, found.unit)} pays for no answer of {names}.")
    if not found.measured:
        lines.append(
            "Only means were published: ends are bounds, which problems of any kind keep to."
        )
    lines += [f"{left_out(model, reason)}." for model, reason in found.without]
    return lines


def left_out(model: str, reason: str) -> str:
    """Return why a model is not compared."""
    return f"{short_name(model)} is not compared: {reason}"


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

"""Numbers and comparisons in words, the same on the command line and on the pages."""

import math
import re
from collections.abc import Sequence

from backend.amounts import amount
from backend.catalogue import short_name
from backend.curves import Comparison, PointKind

_SIZE = re.compile(r"\d+(\.\d+)?[bBmM]$")
_TUNED = re.compile(r"-(instruct|ins|chat|it|hf)$", re.IGNORECASE)


def short_labels(models: Sequence[str]) -> dict[str, str]:
    """Return labels as short as they can be and still tell the models apart.

    Only the sizes where nothing else differs; else the names without "-Instruct" and the like.
    """
    words = {model: re.split(r"[ \-]", short_name(model)) for model in models}
    start, stop = 0, 0
    if len(words) > 1:
        while len({tuple(w[: start + 1]) for w in words.values()}) == 1:
            start += 1
        while len({tuple(w[len(w) - stop - 1 :]) for w in words.values()}) == 1:
            stop += 1
    sizes = {model: "-".join(w[start : len(w) - stop]) for model, w in words.items()}
    if all(_SIZE.fullmatch(size) for size in sizes.values()):
        return sizes
    plain = {model: _TUNED.sub("", short_name(model)) for model in models}
    if len(set(plain.values())) == len(plain):
        return plain
    return {model: short_name(model) for model in models}


def answers(comparison: Comparison) -> str:
    """Return what both models solve: "13B x 5 solves 59.9 %, 70B x 1 solves 46.7 %"."""
    labels = short_labels([comparison.small.model, comparison.large.model])
    return ", ".join(
        f"{labels[side.model]} x {side.k} solves {side.score:.1f} %"
        for side in (comparison.small, comparison.large)
    )


def winner(comparison: Comparison) -> str:
    """Return who wins by how much: "the small model wins by 13.2 points"."""
    difference = comparison.difference
    if abs(difference.value) < 0.05:
        return "it is a draw"
    who = "small" if difference.value > 0 else "large"
    if difference.low <= 0 <= difference.high:
        return f"the {who} model leads by {abs(difference.value):.1f} points, too close to call"
    return f"the {who} model wins by {abs(difference.value):.1f} points"


def certainty(comparison: Comparison) -> str:
    """Return how sure the difference is, or why nobody can say."""
    difference = comparison.difference
    if not math.isnan(difference.low):
        ends = (difference.low, difference.high)
        if difference.value < 0:
            ends = (-difference.high, -difference.low)
        return (
            f"95 % interval of the lead {ends[0]:+.1f} to {ends[1]:+.1f} points, paired over "
            f"{comparison.n_problems} problems"
        )
    if comparison.small.kind is PointKind.MEASURED:
        return "no interval: one problem cannot be resampled"
    fitted = PointKind.FITTED in (comparison.small.kind, comparison.large.kind)
    means = "no interval: the paper published means only"
    return f"fitted between published values; {means}" if fitted else means


def sentence(comparison: Comparison) -> str:
    """Return the verdict in one sentence."""
    return f"{answers(comparison)}: {winner(comparison)} ({certainty(comparison)})"


def break_even(comparison: Comparison) -> str:
    """Return at which budgets the lead changes hands."""
    budgets = [amount(b, comparison.unit) for b in comparison.break_even]
    if not budgets:
        return "none: the lead never changes where both models have data"
    if len(budgets) > 4:
        return f"{len(budgets)} times between {budgets[0]} and {budgets[-1]}"
    return ", ".join(budgets)


def saving(comparison: Comparison) -> str:
    """Return what the small model needs to match the large one's score at this budget."""
    labels = short_labels([comparison.small.model, comparison.large.model])
    small, large = labels[comparison.small.model], labels[comparison.large.model]
    if comparison.saving is None:
        return f"{small} never reaches the score of {large} x {comparison.large.k} in this data"
    return (
        f"{small} reaches the score of {large} x {comparison.large.k} "
        f"at {comparison.saving:.2f} x the budget"
    )


def data_end(comparison: Comparison) -> str | None:
    """Return a warning where the budget pays for more samples than the data has."""
    labels = short_labels([comparison.small.model, comparison.large.model])
    ended = [
        f"{labels[side.model]} has data up to {side.k} samples"
        for side in (comparison.small, comparison.large)
        if side.data_ends
    ]
    if not ended:
        return None
    return f"the budget pays for more: {' and '.join(ended)}, so the rest stays unspent"

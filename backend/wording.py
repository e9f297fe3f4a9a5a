"""Numbers and comparisons in words, the same on the command line and on the pages."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence

from backend.amounts import amount
from backend.architecture import Architecture
from backend.catalogue import short_name
from backend.comparison import Comparison, charged_alike
from backend.costs import BudgetKind, Origin, UnitCost, count_of_weights
from backend.curves import Curve, PointKind
from backend.selection import Duel
from backend.verdicts import Region, Verdict

_SIZE = re.compile(r"\d+(\.\d+)?[bBmM]$")
FEW_PROBLEMS = 30
"""Below so many problems an interval is said to rest on few."""

_STATED = re.compile(r"(?:(\d+)x)?(\d+(?:\.\d+)?)([bBmM])(?![a-zA-Z])")
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


def true_size(model: str, architecture: Architecture | None) -> str | None:
    """Return how many weights a model has, where its name rounds them by more than a twentieth."""
    stated = _STATED.search(short_name(model))
    if architecture is None or stated is None:
        return None
    named = float(stated[2]) * (1e6 if stated[3] in "mM" else 1e9) * int(stated[1] or 1)
    total, active = architecture.total_parameters, architecture.active_parameters
    if abs(total / named - 1) <= 0.05:
        return None
    moe = f", {count_of_weights(active)} active" if active != total else ""
    return f"{count_of_weights(total)} weights{moe}"


def sized_name(model: str, architecture: Architecture | None) -> str:
    """Return a model's short name, with its size where the name rounds it."""
    size = true_size(model, architecture)
    return f"{short_name(model)} ({size})" if size else short_name(model)


def answers(comparison: Comparison) -> str:
    """Return what both models solve: "13B x 5 solves 59.9 %, 70B x 1 solves 46.7 %"."""
    labels = _labels(comparison)
    return ", ".join(
        f"{label} x {side.point.k} solves {side.point.score:.1f} %"
        for label, side in zip(labels, (comparison.small, comparison.large), strict=True)
    )


def winner(comparison: Comparison) -> str:
    """Return the verdict: "the small model wins by 13.2 points"."""
    value, verdict = comparison.difference.value, comparison.verdict
    points = f"{abs(value):.1f} points"
    if verdict is Verdict.UNEQUAL:
        return "nobody wins here: the two did not spend alike"
    if verdict.wins:
        return f"the {verdict.leader} model wins by {points}"
    if verdict.leader:
        return f"the {verdict.leader} model is {points} ahead, not enough to call it a win"
    if abs(value) < 0.05:
        return "too close to call: the same score"
    return f"too close to call: the {'small' if value > 0 else 'large'} model is {points} ahead"


def certainty(comparison: Comparison) -> str:
    """Return how sure the difference is, or why nobody can say."""
    difference, n = comparison.difference, comparison.n_problems
    side = 1 if difference.value >= 0 else -1
    if not math.isnan(difference.low):
        ends = _ends(difference.low, difference.high, side)
        return f"95 % interval of the lead {ends}, paired over {n:,} problems"
    if math.isnan(difference.bound_low):
        return "no interval: two problems at least are needed for one"
    kinds = (comparison.small.point.kind, comparison.large.point.kind)
    fitted = "fitted between published values; " if PointKind.FITTED in kinds else ""
    ends = _ends(difference.bound_low, difference.bound_high, side)
    return (
        f"{fitted}no interval: the paper published means only; with {n:,} problems of any kind the "
        f"lead could be {ends}"
    )


def reservations(comparison: Comparison) -> list[str]:
    """Return what a reader must know of the problems that decide, a sentence each."""
    said, n = [], comparison.n_problems
    if comparison.difference.low == comparison.difference.low and n < FEW_PROBLEMS:
        said.append(f"only {n} problems: the interval is wide, and rests on few")
    if comparison.deciding:
        few = comparison.deciding
        said.append(
            f"{few} {'problem decides' if few == 1 else 'problems decide'} this: most of the "
            f"variance is {'its' if few == 1 else 'theirs'}"
        )
    for label, side in zip(_labels(comparison), (comparison.small, comparison.large), strict=True):
        if side.alone is not None:
            said.append(
                f"over the {n:,} problems that both have samples for; on all {side.n_alone:,} of "
                f"its own {label} x {side.alone.k} solves {side.alone.score:.1f} %"
            )
    return said


def two_uncertainties(redrawn: tuple[float, float], comparison: Comparison) -> str:
    """Return the lead's two intervals: for problems like these, and for these very problems."""
    difference = comparison.difference
    side = 1 if difference.value >= 0 else -1
    return (
        f"for problems like these the lead is {_ends(difference.low, difference.high, side)}, with "
        "the luck of the samples in it; for these very problems, their samples drawn anew, "
        f"{_ends(*redrawn, side)}"
    )


def sentence(comparison: Comparison) -> str:
    """Return the verdict in one sentence."""
    return f"{answers(comparison)}: {winner(comparison)} ({certainty(comparison)})"


def regions(comparison: Comparison) -> list[str]:
    """Return who leads from which budget to which, a phrase for each region."""
    if not comparison.charged_alike:
        return ["nowhere: the two costs cannot be compared"]
    small, large = _labels(comparison)
    unit, said = comparison.unit, []
    found = comparison.regions
    for place, region in enumerate(found):
        last = place == len(found) - 1
        who = {"small": small, "large": large}.get(region.verdict.leader or "")
        said.append(f"{_stretch(region, unit, open_end=last)}: {_standing(region.verdict, who)}")
    return said


def break_even(comparison: Comparison) -> str:
    """Return at which budgets the lead changes hands."""
    budgets = [amount(b, comparison.unit) for b in comparison.break_even]
    return ", ".join(budgets) or "none: nowhere does one lead and then the other"


def saving(comparison: Comparison) -> str:
    """Return what the small model needs to match the large one's score at this budget."""
    small, large = _labels(comparison)
    found, goal = comparison.saving, f"the score of {large} x {comparison.large.point.k}"
    if not comparison.charged_alike:
        return "unknown: the two costs cannot be compared"
    if found.value is None:
        possible = (
            "" if found.low is None else f", though it could from {found.low:.2f} x the budget"
        )
        return f"{small} never reaches {goal} in this data{possible}"
    low = f"{found.low:.2f}" if found.low is not None else "0"
    ends = (
        f"{low} to {found.high:.2f}"
        if found.high is not None
        else f"{low} or more: it may never do so"
    )
    how = "95 % interval" if not math.isnan(comparison.difference.low) else "bound"
    return f"{small} reaches {goal} at {found.value:.2f} x the budget ({how} {ends})"


def duel(found: Duel, other: str) -> str:
    """Return how a ranker's pick does against one answer of another model."""
    difference = found.difference
    how = "greedy" if found.greedy else "sampled"
    side = 1 if difference.value >= 0 else -1
    by, lead = f"{abs(difference.value):.1f} points", "the pick" if side > 0 else "the one answer"
    standing = f"{lead} wins by {by}" if difference.verdict.wins else "too close to call"
    return (
        f"against one {how} answer of {other}, right for {found.one:.1f} %: {standing} (95 % "
        f"interval of its lead {_ends(difference.low, difference.high, side)}, paired over "
        f"{difference.n_problems:,} problems)"
    )


def data_end(comparison: Comparison) -> str | None:
    """Return what is known where the budget pays for more samples than the data has."""
    sides = (comparison.small, comparison.large)
    ended = [
        f"{label} has data up to {side.point.k:,} samples and spent "
        f"{amount(side.point.budget_used, comparison.unit)}"
        for label, side in zip(_labels(comparison), sides, strict=True)
        if side.point.data_ends
    ]
    if not ended:
        return None
    return f"the budget pays for more: {' and '.join(ended)}, so the rest stays unspent"


def unseen(later: dt.date, comparison: Comparison) -> str:
    """Return the verdict on the problems released after both models' training cut-offs."""
    return (
        f"on the {comparison.n_problems:,} problems released after {later:%-d %B %Y}, up to when "
        f"one of the two may have been trained: {answers(comparison)}; {winner(comparison)}"
    )


def cautions(kind: BudgetKind, costs: Mapping[str, UnitCost]) -> list[str]:
    """Return warnings about the costs of the models shown, by name."""
    origins = {cost.origin for cost in costs.values()}
    said = []
    if not charged_alike(list(costs.values())):
        of = {
            origin: ", ".join(short_name(m) for m, cost in costs.items() if cost.origin is origin)
            for origin in (Origin.MEASURED, Origin.ESTIMATED)
        }
        said.append(
            f"the time of {of[Origin.MEASURED]} was measured, that of {of[Origin.ESTIMATED]} is a "
            "lower bound: do not decide by them"
        )
    elif Origin.ESTIMATED in origins and kind is BudgetKind.TIME:
        said.append("times are estimates, a lower bound")
    if Origin.PRESET in origins:
        said.append("prices are presets by size and no quotes")
    return said


def tests_as_judges(ranker: str | None) -> str | None:
    """Return what selection by unit tests takes for granted."""
    if ranker is not None:
        return None
    return (
        "the tests that select are those that grade, so weak tests flatter many samples; running "
        "them is free here"
    )


def problems_of(curve: Curve) -> str:
    """Return over how many problems a curve is: "118 problems", "163 of 164 problems"."""
    if curve.n_problems == curve.n_given:
        return f"{curve.n_problems:,} problems"
    return f"{curve.n_problems:,} of {curve.n_given:,} problems"


def points(value: float) -> str:
    """Return signed percent points with one decimal, never "-0.0"."""
    return f"{round(value, 1) + 0.0:+.1f}"


def _ends(low: float, high: float, side: int) -> str:
    """Return an interval of the lead of the one who leads: `side` is -1 for the large model."""
    ends = (low, high) if side > 0 else (-high, -low)
    return f"{points(ends[0])} to {points(ends[1])} points"


def _labels(comparison: Comparison) -> tuple[str, str]:
    models = comparison.small.point.model, comparison.large.point.model
    labels = short_labels(models)
    return labels[models[0]], labels[models[1]]


def _stretch(region: Region, unit: str, *, open_end: bool) -> str:
    start = amount(region.start, unit)
    return f"from {start} on" if open_end else f"{start} to {amount(region.end, unit)}"


def _standing(verdict: Verdict, who: str | None) -> str:
    if verdict is Verdict.UNEQUAL:
        return "not alike, one has no more data"
    if who is None:
        return "too close"
    return f"{who} leads clearly" if verdict.wins else f"{who} is ahead, not clearly"

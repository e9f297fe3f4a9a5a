"""Numbers and comparisons in words, the same on the command line and on the pages."""

import math
from collections.abc import Iterable, Mapping

from backend.maths.verdicts import FEW_PROBLEMS, NARROW, Region, Verdict, Which
from backend.records.comparison import Comparison, Saving, Side, Unseen
from backend.records.scores import PointKind
from backend.words.amounts import amount, stretch
from backend.words.counts import drawn, ends_of_lead, of_problems
from backend.words.names import short_labels, short_names
from backend.words.shares import between, of_budget, paid_in


def answers(comparison: Comparison) -> str:
    """Return what both models solve: "13B x 5 solves 59.9 %, 70B x 1 solves 46.7 %"."""
    labels = _labels(comparison)
    return ", ".join(
        f"{label} {drawn(side.point)} solves {side.point.score:.1f} %"
        for label, side in zip(labels, (comparison.small, comparison.large), strict=True)
    )


def winner(comparison: Comparison) -> str:
    """Return the verdict: "13B wins by 13.2 points"."""
    value, verdict = comparison.difference.value, comparison.verdict
    points = f"{abs(value):.1f} points"
    ahead = _labels(comparison)[0 if value > 0 else 1]
    if not comparison.charged_alike:
        return "nobody wins here: the two costs cannot be compared"
    if verdict is Verdict.UNEQUAL:
        return "nobody wins here: the two did not spend alike"
    if verdict.wins:
        return f"{ahead} wins by {points}"
    if verdict.leader:
        return f"{ahead} is {points} ahead, not enough to call it a win"
    by = f"{ahead} is {points} ahead" if abs(value) >= 0.05 else "less than 0.1 points apart"
    if verdict is Verdict.TOO_FEW:
        return f"nobody wins on {of_problems(comparison.n_problems)}: too few; {by}"
    return f"too close to call: {by}"


def certainty(comparison: Comparison) -> str:
    """Return how sure the difference is, or why nobody can say."""
    difference, n = comparison.difference, comparison.n_problems
    side = 1 if difference.value >= 0 else -1
    if not math.isnan(difference.low):
        ends = ends_of_lead(difference.low, difference.high, side)
        return f"95 % interval of the lead {ends}, paired over {of_problems(n)}"
    if math.isnan(difference.bound_low):
        return "no interval: two problems at least are needed for one"
    kinds = (comparison.small.point.kind, comparison.large.point.kind)
    fitted = "fitted between published values; " if PointKind.FITTED in kinds else ""
    ends = ends_of_lead(difference.bound_low, difference.bound_high, side)
    return (
        f"{fitted}no interval: the paper published means only; with {n:,} problems of any kind the "
        f"lead could be {ends}"
    )


def reservations(comparison: Comparison) -> list[str]:
    """Return what a reader must know of the problems that decide, a sentence each."""
    said, n = [], comparison.n_problems
    if comparison.deciding:
        few = comparison.deciding
        said.append(
            f"{few} {'problem decides' if few == 1 else 'problems decide'} this: most of the "
            f"variance is {'its' if few == 1 else 'theirs'}"
        )
    for label, side in zip(_labels(comparison), (comparison.small, comparison.large), strict=True):
        if side.alone is not None:
            said.append(
                f"over the {of_problems(n)} that both have samples enough for; on all "
                f"{side.n_alone:,} of "
                f"its own {label} {drawn(side.alone)} solves {side.alone.score:.1f} %"
            )
    return said


def two_uncertainties(redrawn: tuple[float, float], comparison: Comparison) -> str | None:
    """Return the lead's two intervals: for problems like these, and for these very problems.

    None where either is not known.
    """
    difference = comparison.difference
    if math.isnan(redrawn[0]) or math.isnan(difference.low):
        return None
    side = 1 if difference.value >= 0 else -1
    ends = ends_of_lead(difference.low, difference.high, side)
    return (
        f"for problems like these the lead is {ends}, with the luck of the samples in it; for "
        f"these very problems, their samples drawn anew, {ends_of_lead(*redrawn, side)}"
    )


def sentence(comparison: Comparison) -> str:
    """Return the verdict in one sentence."""
    return f"{answers(comparison)}: {winner(comparison)} ({certainty(comparison)})"


def regions(comparison: Comparison) -> list[str]:
    """Return who leads from which budget to which, a phrase for each region.

    A narrow gap in a lead is told with the lead that goes on behind it.
    """
    if not comparison.charged_alike:
        return ["nowhere: the two costs cannot be compared"]
    names, unit = dict(zip(Which, _labels(comparison), strict=True)), comparison.unit
    said, left = [], list(comparison.regions)
    while left:
        region, gaps = left.pop(0), []
        while len(left) > 1 and left[0].ratio < NARROW and left[1].verdict is region.verdict:
            gaps.append(stretch(left[0].start, left[0].end, unit))
            region = Region(region.start, left[1].end, region.verdict)
            del left[:2]
        if region.verdict is Verdict.UNEQUAL:
            who = names[comparison.ends_first]
            said.append(f"from {amount(region.start, unit)} on: {who} has no more samples")
            continue
        but = f", but for {' and '.join(gaps)}" if gaps else ""
        where = stretch(region.start, region.end, unit)
        said.append(f"{where}: {_standing(region.verdict, names)}{but}")
    return said


def standings(comparison: Comparison) -> list[tuple[Region, str]]:
    """Return each region with who leads in it."""
    names = dict(zip(Which, _labels(comparison), strict=True))
    return [(region, _standing(region.verdict, names)) for region in comparison.regions]


def how_regions_are_judged(comparison: Comparison) -> str:
    """Return by what the regions tell a lead from chance."""
    if comparison.small.point.kind is not PointKind.MEASURED:
        return "by what problems of any kind with these means leave open"
    if comparison.n_problems < FEW_PROBLEMS:
        return f"but {of_problems(comparison.n_problems)} are too few to tell anybody apart"
    return "by bands that hold for all of them together, and so are wider than at one"


def break_even(comparison: Comparison) -> str:
    """Return at which budgets the lead changes hands, and who has it from there on."""
    names = dict(zip(Which, _labels(comparison), strict=True))
    leaders = {region.start: region.verdict.leader for region in comparison.regions}
    said = [
        f"from {amount(start, comparison.unit)} on {names[leader]} leads"
        for start in comparison.break_even
        if (leader := leaders[start])
    ]
    return ", ".join(said) or "none: nowhere does one lead and then the other"


def saving(comparison: Comparison) -> str:
    """Return what the small model needs to match the large one's score at this budget.

    "13B reaches the score of 70B x 1 with 44 % less compute (bound: 7 to 63 % less)".
    """
    small, large = _labels(comparison)
    found, goal = comparison.saving, f"the score of {large} {drawn(comparison.large.point)}"
    what = paid_in(comparison.budget_kind)
    if not comparison.charged_alike:
        return "unknown: the two costs cannot be compared"
    if comparison.n_problems < FEW_PROBLEMS:
        return f"unknown: {of_problems(comparison.n_problems)} are too few"
    if not comparison.large.point.score:
        return f"none: {large} {drawn(comparison.large.point)} solves nothing"
    if found.value is None:
        never = f"{small} never reaches {goal} in this data"
        if found.low is None:
            return never
        return f"{never}, though the interval allows it with {of_budget(found.low, what)}"
    needed = of_budget(found.value, what)
    reached = (
        f"{small} would need {needed} for {goal}"
        if found.value >= 2
        else f"{small} reaches {goal} with {needed}"
    )
    difference = comparison.difference
    if math.isnan(difference.ends[0]) or found.low is None:
        return reached
    return f"{reached} ({ends_of_saving(found, bound=math.isnan(difference.low))})"


def ends_of_saving(found: Saving, *, bound: bool) -> str:
    """Return between what the saving lies, whose lower end must be known."""
    assert found.low is not None, "nothing is allowed by the interval"
    how = "bound" if bound else "95 % interval"
    if found.high is None:
        return f"{how}: {of_budget(found.low)} or more: it may never do so"
    return f"{how}: {between(found.low, found.high)}"


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
    said = f"the budget pays for more: {' and '.join(ended)}, so the rest stays unspent"
    ahead = _sure_leader(comparison)
    if len(ended) == 1 and ahead is not None and ahead.point.data_ends:
        return f"{said}, and yet it is ahead for sure"
    return said


def unseen(found: Unseen) -> str:
    """Return what is left of the verdict without problems that may have been seen in training."""
    if found.unknown:
        names = " and ".join(short_names(found.unknown).values())
        return f"the training cut-off of {names} is not known here: problems may have been seen"
    day = f"{found.cut_off:%-d %B %Y}"
    if found.comparison is None:
        return (
            f"all of these problems were released by {day}, up to when one of the two may have "
            "been trained: it may have seen each of them"
        )
    left = found.comparison
    said = (
        f"on the {of_problems(left.n_problems)} released after {day}, up to when one of the two "
        f"may have been trained: {sentence(left)}"
    )
    return "; ".join([said, *reservations(left)])


def in_full(comparison: Comparison, redrawn: tuple[float, float], notes: Iterable[str]) -> str:
    """Return the verdict and all that belongs to it, a line each.

    Args:
        comparison: of the pair.
        redrawn: its lead's interval on these very problems, NaN where it is not known.
        notes: what else a reader must know.
    """
    both = two_uncertainties(redrawn, comparison)
    judged = how_regions_are_judged(comparison)
    lines = [
        sentence(comparison),
        f"Over all budgets, {judged}: {'; '.join(regions(comparison))}",
        f"Break-even: {break_even(comparison)}",
        f"Saving: {saving(comparison)}",
        *([f"Two uncertainties: {both}"] if both else []),
        *(f"Note: {note}" for note in notes),
    ]
    return "\n".join(f"{line}." for line in lines)


def _sure_leader(comparison: Comparison) -> Side | None:
    """Return who is ahead by the interval or the bound, None where costs or ends do not say."""
    low, high = comparison.difference.ends
    if not comparison.charged_alike:
        return None
    return comparison.small if low > 0 else comparison.large if high < 0 else None


def _labels(comparison: Comparison) -> tuple[str, str]:
    models = comparison.small.point.model, comparison.large.point.model
    labels = short_labels(models)
    return labels[models[0]], labels[models[1]]


def _standing(verdict: Verdict, names: Mapping[Which, str]) -> str:
    if verdict.leader is None:
        return "too few problems" if verdict is Verdict.TOO_FEW else "too close"
    who = names[verdict.leader]
    return f"{who} leads clearly" if verdict.wins else f"{who} is ahead, not clearly"

"""How a budget is best spent, in words: the same on the command line and on the page."""

import math
from collections.abc import Iterator

from backend.maths.held_out_plans import FEWEST_TRIED
from backend.records.allocation import Allocation, Planned, Policy
from backend.words.amounts import AVERAGE, amount, exact_unit
from backend.words.counts import of_problems
from backend.words.names import short_names
from backend.words.rankers import plain_name

_NOTABLY = 1.05
_ABOVE = "; there the costs exceeded the budget"
BEST, SINGLE, ONCE = "best plan", "one model", "one answer"


def compared(found: Allocation) -> Iterator[tuple[str, Planned]]:
    """Yield the plans that stand beside each other, by name: each once."""
    # Of rankers the best by one answer is both; it is the answer that it is called by.
    single = found.single if found.ranker is None else None
    seen = []
    for name, planned in ((BEST, found.best), (SINGLE, single), (ONCE, found.once)):
        if planned is not None and planned.parts not in seen:
            seen.append(planned.parts)
            yield name, planned


def rows(found: Allocation) -> list[dict[str, object]]:
    """Return a row for each part of each plan, for tables and CSV."""
    return [row for name, each in compared(found) for row in each.rows(name, found.unit)]


def names(found: Allocation) -> dict[str, str]:
    """Return the names of all models that are spoken of, as short as they can be told apart."""
    told = *(part.model for part in found.reach), *found.cut
    left_out = *(model for model, _ in found.lacking), *(model for model, _ in found.without)
    return short_names([*told, *left_out])


def advice(found: Allocation, study: str) -> str:
    """Return what to do, and what it gets; `study` is the title of the one that says so."""
    return f"{plan(found)} {measured(found, study)}"


def plan(found: Allocation) -> str:
    """Return what to draw, in sentences that can be followed.

    "For each problem, draw up to 27 answers of Qwen3-1.7B; if none passes your tests, up to 32 of
    Qwen3-8B. Stop at the first that passes."
    """
    stops, known = found.stops, names(found)
    parts = [(known[part.model], part.k) for part in found.best.parts]
    drawn = [_drawn(*part, stops=stops, first=place == 0) for place, part in enumerate(parts)]
    said = f"For each problem, draw {drawn[0]}"
    if len(parts) == 1 and parts[0][1] == 1:
        return f"{said}."
    if found.ranker is not None:
        return f"{said}, and take the first by {plain_name(found.ranker)}."
    if not stops:
        listed = " and ".join([", ".join(drawn[:-1]), drawn[-1]] if drawn[1:] else drawn)
        return f"For each problem, draw {listed}, and take any that passes your tests."
    if not drawn[1:]:
        return f"{said}, and stop at the first that passes your tests."
    further = "; if none of these does, ".join(drawn[1:])
    return f"{said}; if none passes your tests, {further}. Stop at the first that passes."


def measured(found: Allocation, study: str) -> str:
    """Return what a plan got, and on which problems: no promise for those of others."""
    best = found.best
    return (
        f"Measured on the {of_problems(found.n_problems)} of {study}: {best.score:.1f} % solved, "
        f"for {_each(found, best)}."
    )


def once(found: Allocation) -> str | None:
    """Return what one answer gets, None where that is the plan."""
    if found.best.parts == found.once.parts:
        return None
    one = names(found)[found.once.parts[0].model]
    price = amount(found.once.cost, exact_unit(found.unit))
    return f"one answer of {one} alone solves {found.once.score:.1f} % there, for {price}"


def _drawn(model: str, k: int, *, stops: bool, first: bool) -> str:
    count = "one" if k == 1 else f"{k:,}"
    most = "up to " if stops and k > 1 else ""
    of = ("answer of" if k == 1 else "answers of") if first else "of"
    return f"{most}{count} {of} {model}"


def _each(found: Allocation, planned: Planned) -> str:
    price = f"{_spent(found, planned.cost)} a problem"
    if not found.stops or planned.answers == 1:
        return price
    most = amount(planned.worst_cost, exact_unit(found.unit))
    return f"{price}{AVERAGE} and {most} at most"


def _spent(found: Allocation, cost: float) -> str:
    """Return a cost, with decimals where it is an average, for sentences that say so themselves."""
    return amount(cost, found.unit).removesuffix(AVERAGE)


def certainty(found: Allocation) -> str:
    """Return how sure the score of the plan is."""
    best = found.best
    if math.isnan(best.low):
        return "no interval: two problems at least are needed for one"
    return (
        f"95 % interval of the {best.score:.1f} %: {best.low:.1f} to {best.high:.1f} %; the plan "
        "was chosen on the same problems, which flatters it"
    )


def worst(found: Allocation) -> str | None:
    """Return what a problem costs that the plan does not solve, None where all cost the same."""
    best = found.best
    if not found.stops or len(best.parts) == best.parts[0].k == 1:
        return None
    most = amount(best.worst_cost, exact_unit(found.unit))
    if found.budget is None:
        return f"{best.answers:.1f} answers are drawn on average; a problem not solved costs {most}"
    return (
        f"the budget is kept on average, by {best.answers:.1f} answers a problem: one that is not "
        f"solved costs {most}. Plans that draw all answers at once never cost more than the budget"
    )


def against_single(found: Allocation) -> str | None:
    """Return what one model does under the same rule, and what several are better by.

    None where nothing else was searched.
    """
    single = found.single
    if found.ranker is None and min(found.policy.most_models, len(found.reach)) < 2:
        return None
    if single is None:
        return "no model reaches that alone"
    if single.parts == found.best.parts:
        more = "several answers" if found.ranker else "several models"
        what = "better" if found.target is None else "cheaper"
        return f"no plan of {more} is {what} on these problems"
    part = single.parts[0]
    name = names(found)[part.model]
    most = "up to " if found.stops and part.k > 1 else ""
    alone = f"{most}{part.k:,} x {name}" if found.ranker is None else f"one answer of {name}"
    if found.target is None:
        gets = f"{single.score:.1f} % there"
    else:
        gets = f"{_spent(found, single.cost)} there"
    return f"{_how_clearly(found)} ({alone}, {gets}); {held_out(found)}"


def _how_clearly(found: Allocation) -> str:
    """Return whether the plan is better than what it is held against, on other problems."""
    better = "better" if found.target is None else "cheaper"
    than = f"{better} than {'one answer' if found.ranker else 'the best of one model'}"
    if found.gain is None or math.isnan(found.gain.low):
        return f"whether it is {than} on other problems is not known"
    if found.gain.low > 0:
        return f"clearly {than}"
    return f"not clearly {than}" if found.gain.high >= 0 else f"on other problems not {than}"


def held_out(found: Allocation) -> str:
    """Return what the best plan is better by on problems that had no say in choosing it."""
    gain = found.gain
    if gain is None and found.n_problems < FEWEST_TRIED:
        return "too few problems to tell what it is worth on others"
    if gain is None:
        return "on some halves of the problems no model does it alone"
    several = "several answers" if found.ranker else "several models"
    what = f"gain {gain.value:+.1f}" if found.target is None else f"save {gain.value:.1f}"
    prices = [_spent(found, cost) for cost in (gain.cost, gain.single_cost)]
    ends = "no interval"
    if not math.isnan(gain.low):
        sign = "+" if found.target is None else ""
        ends = f"95 % interval {gain.low:{sign}.1f} to {gain.high:{sign}.1f}"
    above = found.budget is not None and gain.cost > _NOTABLY * found.budget
    return (
        f"chosen on one half of the problems and tried on the other, plans of {several} {what} "
        f"{gain_unit(found)} over plans of one ({ends}, paired over {of_problems(gain.problems)}): "
        f"{gain.score:.1f} % for {prices[0]} against {gain.single_score:.1f} % for {prices[1]}"
        f"{_ABOVE if above else ''}"
    )


def gain_unit(found: Allocation) -> str:
    """Return in what it is told what the best plan is better by."""
    return "points" if found.target is None else "% of the cost"


def taken_for_granted(found: Allocation) -> list[str]:
    """Return what the plan takes for granted, a sentence each."""
    over = _shared(found)
    if found.ranker is not None:
        return [
            *over,
            "plans of several models are not offered: how this ranker would rank the answers of "
            "different models against each other is not known, since each model's were ranked "
            "among themselves",
        ]
    reach = sorted({part.k for part in found.reach})
    most = f"{reach[0]:,}" if len(reach) == 1 else f"{reach[0]:,} to {reach[-1]:,}"
    kinds = {
        Policy.SINGLE: "all numbers of answers of each model",
        Policy.MIX: "all mixes of up to three models",
        Policy.CASCADE: "all orders of up to three models",
    }
    said = [
        *over,
        f"searched: {kinds[found.policy]} among {len(found.reach)}, with up to {most} answers of "
        "each; none solves more"
        if found.target is None
        else f"searched: {kinds[found.policy]} among {len(found.reach)}, with up to {most} answers "
        "of each; none costs less",
        "the tests that check the answers are those that grade, so weak tests flatter plans of "
        "many answers",
    ]
    if found.stops:
        said.append(
            "costs are averages over these problems, and an answer that fails is taken to cost as "
            "much as one that passes"
        )
    return said


def _shared(found: Allocation) -> list[str]:
    if found.most_given == found.n_problems:
        return []
    return [
        f"what counts are the {of_problems(found.n_problems)} that all of these models were given: "
        f"one of them was given {found.most_given:,}"
    ]


def left_out(found: Allocation) -> list[str]:
    """Return which models are not in the pool, and why, a sentence each."""
    known = names(found)
    cut = [
        f"not searched: {', '.join(known[model] for model in found.cut)}, which alone do less than "
        f"the {len(found.reach)} that were; choose the models to search others"
    ]
    lacking = [
        f"{known[model]} is left out: it was not given {of_problems(count)} of the others"
        for model, count in found.lacking
    ]
    without = [f"{known[model]} is left out: {reason}" for model, reason in found.without]
    return [*(cut if found.cut else []), *lacking, *without]

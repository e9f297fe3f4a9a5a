"""What rankers do, in words."""

import math

from backend.maths.verdicts import Verdict
from backend.records.ranking import Best, Duel, Paired
from backend.words.counts import ends_of_lead, of_problems, points
from backend.words.rankers import plain_name


def duel(found: Duel, other: str, looked_at: int = 1) -> str:
    """Return how a ranker's pick does against one answer of another model.

    `looked_at` is among how many rankers it was chosen as the best.
    """
    difference = found.difference
    how = "greedy" if found.greedy else "sampled"
    side = 1 if difference.value >= 0 else -1
    by, lead = f"{abs(difference.value):.1f} points", "the pick" if side > 0 else "the one answer"
    standing = f"{lead} wins by {by}" if difference.verdict.wins else "too close to call"
    if difference.verdict is Verdict.TOO_FEW:
        standing = "too few problems to call it"
    said = f"against one {how} answer of {other}, right for {found.one:.1f} %: {standing}"
    over = f"paired over {of_problems(difference.n_problems)}"
    if math.isnan(difference.low):
        return f"{said} (no interval: {over})"
    wide = f", widened for the choice among {looked_at} rankers" if looked_at > 1 else ""
    ends = ends_of_lead(difference.low, difference.high, side)
    return f"{said} (95 % interval of its lead {ends}, {over}{wide})"


def lead_over(found: Paired) -> str:
    """Return a difference with its interval, in brackets, if there is one."""
    if math.isnan(found.low):
        return points(found.value)
    return f"{points(found.value)} ({points(found.low)} to {points(found.high)})"


def best_of_many(best: Best) -> str:
    """Return how much of the best ranker's score is not due to its choice."""
    return (
        f"the best of {best.candidates} rankers here, so partly by luck: chosen on one half of the "
        f"problems, the best picks right for {best.score:.1f} % of the other half; its lead over "
        f"{plain_name(best.next)}, corrected for having looked at all of them, is "
        f"{points(best.low)} to {points(best.high)} points"
    )

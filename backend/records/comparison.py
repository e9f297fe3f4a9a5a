"""Two models at one budget: facts, which `words` tells."""

import datetime as dt
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Basis, Roofline
from backend.maths.time_fit import TimeFit
from backend.maths.verdicts import Region, Verdict, Which, changes_of_lead
from backend.records.scores import Charge, Point


@dataclass(frozen=True)
class Difference:
    """Small minus large in percent points.

    `low` and `high` are the paired 95 % interval, NaN where only means are known: then the bound
    is what other problems with these means could make of it, with how far fitted curves could be
    off.
    """

    value: float
    low: float
    high: float
    bound_low: float = math.nan
    bound_high: float = math.nan

    @property
    def ends(self) -> tuple[float, float]:
        """The interval, or the bound where only means are known; NaN where neither is."""
        if math.isnan(self.low):
            return self.bound_low, self.bound_high
        return self.low, self.high


@dataclass(frozen=True)
class Saving:
    """The small model's budget over the large one's to reach a score that the large one has.

    `value` is None where the small model never does, as far as there is data. `low` is the first
    budget at which the 95 % interval (or bound) of the difference allows that it does, `high` the
    first at which it excludes that it does not; None where there is no such budget.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Side:
    """One of the two models: what it does, and what its answers cost.

    `alone` is what it does on all the problems that it was given and that the filter lets through,
    `n_alone` of them; None where those are the problems of the comparison.
    """

    point: Point
    charge: Charge
    alone: Point | None
    n_alone: int


@dataclass(frozen=True)
class Comparison:
    """Two models at one budget, over the problems that both were given.

    `regions` cover the budgets that pay for an answer of each, as far as either has data, by bands
    that hold for all of them together, or where only means are known by the bound at each;
    `break_even` are those at which the regions' leader
    changes. `ends_first` is the one whose data end first. `deciding` is how many problems hold most
    of the difference's variance where they are few, else 0.
    """

    study: str
    budget_kind: BudgetKind
    unit: str
    budget: float
    small: Side
    large: Side
    verdict: Verdict
    difference: Difference
    regions: tuple[Region, ...]
    saving: Saving
    ends_first: Which
    n_problems: int
    deciding: int

    @property
    def break_even(self) -> tuple[float, ...]:
        """Budgets at which the regions' leader changes, rising."""
        return changes_of_lead(self.regions)

    @property
    def charged_alike(self) -> bool:
        """Whether the two costs may be compared."""
        return charged_alike((self.small.charge, self.large.charge))


def charged_alike(charges: Collection[Charge]) -> bool:
    """Return whether costs may be compared.

    Measured times, lower bounds and times of one fit only each among themselves: how far a fit is
    off for one model is known to a factor, which is more than a verdict has to spare, and within
    one fit the factor is the same for all. Nor may answers whose reading (or tests) is charged be
    compared with some of which nobody knows what it takes.
    """
    clocks = {_clock(charge.one.basis) for charge in charges}
    return len(clocks) <= 1 and len({charge.read is None for charge in charges}) <= 1


def most_alike(charges: Sequence[Charge]) -> Charge:
    """Return the one that most of them may be compared with, of equals the first."""
    return max(charges, key=lambda each: sum(charged_alike((each, other)) for other in charges))


def _clock(basis: Basis) -> str | TimeFit:
    """Return what tells a cost: the data sheet, its fit, or else what was counted or measured."""
    if not isinstance(basis, Roofline):
        return "counted"
    return basis.fit or "data sheet"


@dataclass(frozen=True)
class Unseen:
    """What is left of a comparison when problems that a model may have been trained on are not.

    `unknown` are models whose training cut-off is not known; else `cut_off` is the later of the
    two, and `comparison` is over the problems released after it, None where both have none.
    """

    unknown: tuple[str, ...] = ()
    cut_off: dt.date | None = None
    comparison: Comparison | None = None

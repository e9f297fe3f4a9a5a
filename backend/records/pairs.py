"""All models of a study against each other: facts, which `words` tells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.maths.verdicts import Verdict
from backend.records.scores import Floats, Ints, none_if_nan

VERDICTS = tuple(Verdict)
NONE = -1


@dataclass(frozen=True, eq=False)
class Leads:
    """One model over each of the others at one budget; arrays of shape (models,).

    `k` are its own answers, `other_k` the other's: 0 where the budget pays for none, or the two
    share no problem. `difference` is in percent points, `low` and `high` its interval, or where
    only means are known its bound: all NaN where there is nothing to compare, as against itself.
    `verdict` is the place among `VERDICTS`, and there `NONE`; the model is the small one of it.
    """

    k: Ints
    other_k: Ints
    difference: Floats
    low: Floats
    high: Floats
    verdict: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Change:
    """From the budget at place `stop` on, a model's leads over all others."""

    stop: int
    model: int
    leads: Leads


@dataclass(frozen=True, eq=False)
class Sweep:
    """Every pair of models at each of many budgets, told by what changes from one to the next.

    `changes` rise by budget. A pair stands as the last change of either of the two says.
    `n_problems` are those that two models share, shape (models, models), of those that one was
    given on the diagonal. `measured` says whether differences have intervals, and not bounds.
    `without` are models that cannot be scored, with the reason.
    """

    models: tuple[str, ...]
    budgets: Floats
    n_problems: Ints
    measured: bool
    changes: Sequence[Change]
    without: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Every model against every other at one budget, in `unit`; a row's leads over the columns."""

    models: tuple[str, ...]
    budget: float
    unit: str
    n_problems: Ints
    measured: bool
    leads: Sequence[Leads]
    without: tuple[tuple[str, str], ...]

    @property
    def unpaid(self) -> tuple[str, ...]:
        """The models of which the budget pays for no answer."""
        nothing = zip(self.models, self.leads, strict=True)
        return tuple(model for model, leads in nothing if not leads.k.any())

    def verdicts(self) -> list[Verdict]:
        """Return the verdict on each pair that can be compared, once."""
        return [
            VERDICTS[verdict]
            for row, leads in enumerate(self.leads)
            for verdict in leads.verdict[row + 1 :]
            if verdict != NONE
        ]

    def rows(self) -> list[dict[str, object]]:
        """Return a row for each model over each other that it can be compared with, for files.

        The ends are the interval's, or where only means are known the bound's.
        """
        return [
            {
                "row": self.models[row],
                "column": self.models[column],
                "k_row": int(leads.k[column]),
                "k_column": int(leads.other_k[column]),
                "difference": float(leads.difference[column]),
                "lo": none_if_nan(leads.low[column]),
                "hi": none_if_nan(leads.high[column]),
                "verdict": VERDICTS[leads.verdict[column]].value,
                "n_problems": int(self.n_problems[row, column]),
            }
            for row, leads in enumerate(self.leads)
            for column in range(len(self.models))
            if leads.verdict[column] != NONE
        ]

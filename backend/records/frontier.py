"""The best that any model of a study does with each budget: facts, which `words` tells."""

from dataclasses import dataclass

from backend.records.scores import none_if_nan


@dataclass(frozen=True)
class BestBuy:
    """What is the best from a budget on; scores in percent.

    `low` and `high` are the 95 % interval of this model with these answers. `held_out` is what
    choosing the best gets on problems that had no say in the choice, `share` how often half of the
    problems choose this model. All four are NaN where only means are known. `data_ends` says that
    the budget would pay for more samples of it than there are.
    """

    budget: float
    model: str
    k: int
    score: float
    low: float
    high: float
    held_out: float
    share: float
    data_ends: bool

    def row(self) -> dict[str, object]:
        """Return it for tables, CSV and JSON; None where something is not known."""
        return {
            "budget": self.budget,
            "model": self.model,
            "k": self.k,
            "score": self.score,
            "lo": none_if_nan(self.low),
            "hi": none_if_nan(self.high),
            "held_out": none_if_nan(self.held_out),
            "share_chosen": none_if_nan(self.share),
            "data_ends": self.data_ends,
        }


@dataclass(frozen=True)
class Frontier:
    """The best of `models` at each budget, over the same `n_problems`.

    `steps` rise by budget, the last holds up to `end`. There are `n_steps` budgets at which one of
    the models gets another answer; where more than are told, the best may draw more answers between
    two steps than the first of them says, and is the same model. `never` are models that are the
    best at no budget. `lacking` were not given so many of the problems that the others
    share, and are not compared; `without` cannot be scored, with the reason;
    the costs of those `unlike` cannot be compared with the others', as `why_unlike` tells.
    """

    unit: str
    n_problems: int
    measured: bool
    models: tuple[str, ...]
    steps: tuple[BestBuy, ...]
    n_steps: int
    end: float
    never: tuple[str, ...]
    lacking: tuple[tuple[str, int], ...]
    without: tuple[tuple[str, str], ...]
    unlike: tuple[str, ...] = ()
    why_unlike: str = ""

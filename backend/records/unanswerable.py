"""Why a question about a study has no answer."""

from dataclasses import dataclass

from backend.maths.costs import NoCost


@dataclass(frozen=True)
class NoPlace:
    """The model has no place on the budget axis."""

    model: str
    cost: NoCost


@dataclass(frozen=True)
class TooLittle:
    """The budget does not pay for one answer, which costs `cost` in `unit`."""

    model: str
    cost: float
    unit: str


@dataclass(frozen=True)
class NothingShared:
    """The models were given no problem in common."""


@dataclass(frozen=True)
class NothingChosen:
    """The filter lets no problem through that the model was given."""

    study: str
    model: str


@dataclass(frozen=True)
class MeansOnly:
    """The study publishes means over all problems, which cannot be filtered."""

    study: str


@dataclass(frozen=True)
class NoVerdicts:
    """None of the model's samples was graded."""

    study: str
    model: str


@dataclass(frozen=True)
class NoRankers:
    """The study has no ranker data."""

    study: str


@dataclass(frozen=True)
class NotRanked:
    """The ranker did not score this model's samples."""

    study: str
    model: str
    ranker: str


@dataclass(frozen=True)
class NothingRanked:
    """The ranker scored none of the samples that it could choose."""

    model: str
    ranker: str


@dataclass(frozen=True)
class TooMany:
    """So many models are more than are searched at once."""

    models: int
    most: int


@dataclass(frozen=True)
class NeverReached:
    """No plan solves `target` percent of the problems; the most that one solves is `most`."""

    target: float
    most: float


@dataclass(frozen=True)
class MeansOnlyTogether:
    """The study publishes means: which problems several models solve together is not known."""

    study: str


@dataclass(frozen=True)
class UnlikeCosts:
    """Some times were measured and others are a lower bound: no budget pays for both."""


Reason = (
    NoPlace
    | TooLittle
    | NothingShared
    | NothingChosen
    | MeansOnly
    | NoVerdicts
    | NoRankers
    | NotRanked
    | NothingRanked
    | TooMany
    | NeverReached
    | MeansOnlyTogether
    | UnlikeCosts
)

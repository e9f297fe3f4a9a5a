"""What is known of a model's cost, what one answer costs, and how that was got."""

from dataclasses import dataclass, field
from enum import StrEnum

from backend.maths.architecture import Architecture
from backend.maths.roofline import Step
from backend.maths.time_fit import TimeFit


@dataclass(frozen=True)
class Published:
    """What a study itself reports of one answer, and where: FLOPs at `PAPER_TOKENS`, seconds."""

    flops: float | None = None
    seconds: float | None = None
    flops_source: str = ""
    seconds_source: str = ""


@dataclass(frozen=True)
class Measured:
    """The wall time in which this program drew so many answers, by which engine on what hardware.

    `tokens` are those of all the answers together, None where nobody counted them.
    """

    seconds: float
    answers: int
    tokens: int | None
    hardware: str
    engine: str
    version: str


@dataclass(frozen=True)
class ModelFacts:
    """All that is known of a model's cost; `architecture` is None where it is not public.

    `stand_in` is the published cost of the model that the study names in this one's place;
    `mean_tokens` is the mean length of its answers in the study, None where none was recorded;
    `measured` what they took, None where they were drawn elsewhere.
    """

    name: str
    architecture: Architecture | None = None
    not_public: str = ""
    published: Published = field(default_factory=Published)
    stand_in: Published = field(default_factory=Published)
    mean_tokens: float | None = None
    measured: Measured | None = None


class Origin(StrEnum):
    """Where a cost comes from; `ESTIMATED` is a lower bound, `PRESET` a price by size.

    `FITTED` is that bound, drawn up to the times that were measured of other models.
    """

    MEASURED = "measured"
    PUBLISHED = "published"
    COMPUTED = "computed"
    ESTIMATED = "estimated"
    FITTED = "fitted"
    PRESET = "preset"
    SET = "set"


@dataclass(frozen=True)
class OneSample:
    """A cost of one: budgets are counted in samples."""


@dataclass(frozen=True)
class Reported:
    """A cost that somebody published, and where.

    FLOPs are scaled from `PAPER_TOKENS` to `tokens`, None where there is nothing to scale.
    """

    source: str
    tokens: float | None = None
    attention: bool = False


@dataclass(frozen=True)
class Multiplied:
    """2 x active weights of linear layers x tokens, and attention where it is asked for."""

    weights: int
    tokens: float
    attention: bool = False


@dataclass(frozen=True)
class Roofline:
    """A lower bound of the time on a machine, `fit` times as much where one is used.

    `best_batch` where the batch is the model's own best, and not that of all.
    """

    gpu: str
    gpu_count: int
    batch: int
    bytes_per_weight: float
    tokens: float
    step: Step
    best_batch: bool = False
    fit: TimeFit | None = None


@dataclass(frozen=True)
class Priced:
    """Dollars per million tokens x tokens, of the answer and of the prompt before it.

    `input_set` where the price of the prompt was set by itself.
    """

    dollars: float
    tokens: float
    input_dollars: float
    prompt_tokens: int = 0
    input_set: bool = False


Basis = OneSample | Measured | Reported | Multiplied | Roofline | Priced
"""How a cost was got."""


@dataclass(frozen=True)
class UnitCost:
    """The cost of one answer in the budget's unit, where it comes from, and how it was got.

    `stands_in` where it is that of another model, which the study names in this one's place.
    """

    value: float
    origin: Origin
    basis: Basis
    stands_in: bool = False


@dataclass(frozen=True)
class Reading:
    """What a ranker takes to read one answer, in the mean over a run.

    Attributes:
        seconds: to score one text, equal texts counted once; None where nobody measured.
        reader: the model that reads; None where none does, or its size is not public.
        tokens: of one answer, as the reader counts them; None where no model reads.
        prompt_tokens: of the prompt before it, likewise.
        recorded: whether anybody wrote down if a model reads, and how much.
    """

    seconds: float | None = None
    reader: Architecture | None = None
    tokens: float | None = None
    prompt_tokens: float | None = None
    recorded: bool = True


class Wanted(StrEnum):
    """What cannot be worked out without a model's size."""

    FLOPS = "flops"
    ATTENTION = "attention"
    TIME = "time"
    PRICE = "price"


@dataclass(frozen=True)
class NotPublic:
    """A model's size is not known; `reason` says why, as the catalogue has it, if it does."""

    wanted: Wanted
    reason: str


@dataclass(frozen=True)
class NoLength:
    """The study recorded no length of its answers."""


@dataclass(frozen=True)
class TooLarge:
    """The weights do not fit the machine that times assume, or no answer's cache beside them."""

    needed_bytes: float
    held_bytes: float
    gpu: str
    gpu_count: int
    with_cache: bool = False


@dataclass(frozen=True)
class NoCost:
    """Why a model has no place on a budget axis."""

    why: NotPublic | NoLength | TooLarge

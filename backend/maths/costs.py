"""What one answer and k answers cost: FLOPs, seconds, dollars, samples. Pure arithmetic."""

from dataclasses import dataclass, field
from enum import StrEnum

from backend.maths.architecture import Architecture
from backend.maths.assumptions import PAPER_TOKENS, Assumptions, BudgetKind
from backend.maths.flops import attention_flops, matmul_flops, roofline_seconds


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
    """Where a cost comes from; `ESTIMATED` is a lower bound, `PRESET` a price by size."""

    MEASURED = "measured"
    PUBLISHED = "published"
    COMPUTED = "computed"
    ESTIMATED = "estimated"
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
    """A lower bound of the time on a machine."""

    gpu: str
    gpu_count: int
    batch: int
    bytes_per_weight: float
    tokens: float


@dataclass(frozen=True)
class Priced:
    """Dollars per million tokens x tokens."""

    dollars: float
    tokens: float


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
    """The weights do not fit the machine that times assume."""

    needed_bytes: float
    held_bytes: float
    gpu: str
    gpu_count: int


@dataclass(frozen=True)
class NoCost:
    """Why a model has no place on a budget axis."""

    why: NotPublic | NoLength | TooLarge


def preset_price(active_parameters: int) -> float:
    """Return a round price in dollars per million tokens for hosted open models of this size.

    A starting point in the shape of 2024 price lists (a step for each size class), not a quote.
    The size is that of the weights a token meets, since a mixture of experts is sold by those.
    """
    steps = ((4e9, 0.10), (8.5e9, 0.20), (21e9, 0.30), (41e9, 0.80), (80e9, 0.90), (130e9, 1.80))
    return next((price for size, price in steps if active_parameters <= size), 2.40)


def unit_cost(kind: BudgetKind, model: ModelFacts, assumptions: Assumptions) -> UnitCost | NoCost:
    """Return what one answer of `model` costs in the unit of `kind`, or why nobody can tell."""
    if kind is BudgetKind.SAMPLES:
        return UnitCost(1.0, Origin.COMPUTED, OneSample())
    if kind is BudgetKind.TIME and model.measured and model.published.seconds is None:
        seconds = model.measured.seconds / model.measured.answers
        return UnitCost(seconds, Origin.MEASURED, model.measured)
    published = _published(model, kind, assumptions)
    if kind is BudgetKind.TIME and published.seconds is not None:
        stands_in = published is not model.published
        origin = Origin.PUBLISHED if stands_in else Origin.MEASURED
        return UnitCost(published.seconds, origin, Reported(published.seconds_source), stands_in)
    tokens = answer_tokens(model, assumptions)
    if tokens is None:
        return NoCost(NoLength())
    if kind is BudgetKind.FLOPS:
        return _flops_cost(model, published, tokens, assumptions)
    if kind is BudgetKind.TIME:
        return _roofline_cost(model, tokens, assumptions)
    return _dollar_cost(model, tokens, assumptions)


def answer_tokens(model: ModelFacts, assumptions: Assumptions) -> float | None:
    """Return how many tokens an answer counts for, None where it was not recorded."""
    return model.mean_tokens if assumptions.measured_tokens else assumptions.tokens


def reading_cost(
    kind: BudgetKind, read: Reading, assumptions: Assumptions, reader: str | None = None
) -> float | None:
    """Return what a ranker takes to read one drawn answer, in the unit of `kind`.

    By the same rule as the answer itself: as many tokens, and the prompt before them, which a
    model that scores must read. Every drawn answer is charged in full, one that says the same as
    another too. A token is sold at one price, read or written: the price of `reader` if it was
    set, or the preset of its size. Samples count no reading, and dollars no running of programs.

    Returns:
        At least 0; None where nobody knows.
    """
    if kind is BudgetKind.TIME:
        return read.seconds
    if kind is BudgetKind.SAMPLES:
        return 0.0
    if not read.recorded:
        return None
    if read.tokens is None or read.prompt_tokens is None:
        return 0.0
    if read.reader is None:
        return None
    answer = read.tokens if assumptions.measured_tokens else assumptions.tokens
    tokens = read.prompt_tokens + answer
    if kind is BudgetKind.DOLLARS:
        preset = preset_price(read.reader.active_parameters)
        return dict(assumptions.prices).get(reader or "", preset) * tokens / 1e6
    flops = matmul_flops(read.reader, tokens)
    if assumptions.attention:
        flops += attention_flops(read.reader, tokens)
    return flops / 1e12


def _published(model: ModelFacts, kind: BudgetKind, assumptions: Assumptions) -> Published:
    own = model.published.flops if kind is BudgetKind.FLOPS else model.published.seconds
    return model.stand_in if own is None and assumptions.stand_ins else model.published


def _flops_cost(
    model: ModelFacts, published: Published, tokens: float, assumptions: Assumptions
) -> UnitCost | NoCost:
    architecture = model.architecture
    basis: Basis
    if published.flops is not None:
        flops, origin = published.flops * tokens / PAPER_TOKENS, Origin.PUBLISHED
        scaled = None if tokens == PAPER_TOKENS else tokens
        basis = Reported(published.flops_source, scaled, assumptions.attention)
    elif architecture is not None:
        flops, origin = matmul_flops(architecture, tokens), Origin.COMPUTED
        weights = architecture.active_matmul_parameters
        basis = Multiplied(weights, tokens, assumptions.attention)
    else:
        return NoCost(NotPublic(Wanted.FLOPS, model.not_public))
    if assumptions.attention:
        if architecture is None:
            return NoCost(NotPublic(Wanted.ATTENTION, model.not_public))
        flops += attention_flops(architecture, tokens)
    if assumptions.attention or tokens != PAPER_TOKENS:
        origin = Origin.COMPUTED
    stands_in = published.flops is not None and published is not model.published
    return UnitCost(flops / 1e12, origin, basis, stands_in)


def _roofline_cost(model: ModelFacts, tokens: float, assumptions: Assumptions) -> UnitCost | NoCost:
    architecture, gpu, count = model.architecture, assumptions.gpu, assumptions.gpu_count
    if architecture is None:
        return NoCost(NotPublic(Wanted.TIME, model.not_public))
    needed = architecture.total_parameters * assumptions.bytes_per_weight
    held = count * gpu.memory_bytes
    if needed > held:
        return NoCost(TooLarge(needed, held, gpu.name, count))
    basis = Roofline(gpu.name, count, assumptions.batch, assumptions.bytes_per_weight, tokens)
    return UnitCost(roofline_seconds(architecture, tokens, assumptions), Origin.ESTIMATED, basis)


def _dollar_cost(model: ModelFacts, tokens: float, assumptions: Assumptions) -> UnitCost | NoCost:
    price, origin = dict(assumptions.prices).get(model.name), Origin.SET
    if price is None:
        if model.architecture is None:
            return NoCost(NotPublic(Wanted.PRICE, model.not_public))
        price, origin = preset_price(model.architecture.active_parameters), Origin.PRESET
    return UnitCost(price * tokens / 1e6, origin, Priced(price, tokens))

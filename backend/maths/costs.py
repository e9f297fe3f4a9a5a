"""What one answer and k answers cost: FLOPs, seconds, dollars, samples. Pure arithmetic."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backend.maths.architecture import Architecture

PAPER_TOKENS = 128
"""Tokens of one answer in the FLOPs of the paper's Table 1."""

SLACK = 1e-9
"""Relative: so much may a budget lack of a cost because of the rounding of floats."""
_DIGITS = (4, 5, 6)  # of costs as pages and tables show them: a budget typed from there is accepted
_ROUNDING = 1e-3  # of a budget: the most by which being shown changes it
_HALF = 1e-9  # of the last digit: how near to a half counts as one


class BudgetKind(StrEnum):
    """What a budget is counted in; a budget is always per problem."""

    FLOPS = "flops"
    TIME = "time"
    DOLLARS = "dollars"
    SAMPLES = "samples"

    @property
    def unit(self) -> str:
        """The unit of budgets of this kind."""
        return {"flops": "TFLOPs", "time": "s", "dollars": "$", "samples": "samples"}[self.value]


@dataclass(frozen=True)
class Gpu:
    """A GPU's data sheet: dense 16-bit FLOP/s, memory bandwidth in byte/s, memory in bytes."""

    name: str
    flops_per_second: float
    bytes_per_second: float
    memory_bytes: float


A100 = Gpu("A100 80GB", 312e12, 2.039e12, 80e9)


@dataclass(frozen=True)
class Assumptions:
    """What a user may change about how costs are counted.

    `tokens` is the length of one answer, the same for every model, unless `measured_tokens` asks
    for the mean that the study recorded of each; `attention` adds the FLOPs of attention over
    what is written or read; `stand_ins` takes the cost of the model that a study names in place
    of one without a published cost; `gpu`, `gpu_count`, `batch` and `bytes_per_weight` make the
    time estimate; `prices` are dollars per million output tokens by model, over the preset of
    `preset_price`.
    """

    tokens: int = PAPER_TOKENS
    measured_tokens: bool = False
    attention: bool = False
    stand_ins: bool = False
    gpu: Gpu = A100
    gpu_count: int = 8
    batch: int = 64
    bytes_per_weight: float = 2.0
    prices: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Published:
    """What a study itself reports of one answer, and where: FLOPs at `PAPER_TOKENS`, seconds."""

    flops: float | None = None
    seconds: float | None = None
    flops_source: str = ""
    seconds_source: str = ""


@dataclass(frozen=True)
class ModelFacts:
    """All that is known of a model's cost; `architecture` is None where it is not public.

    `stand_in` is the published cost of the model that the study names in this one's place;
    `mean_tokens` is the mean length of its answers in the study, None where none was recorded.
    """

    name: str
    architecture: Architecture | None = None
    not_public: str = ""
    published: Published = field(default_factory=Published)
    stand_in: Published = field(default_factory=Published)
    mean_tokens: float | None = None


class Origin(StrEnum):
    """Where a cost comes from; `ESTIMATED` is a lower bound, `PRESET` a price by size."""

    MEASURED = "measured"
    PUBLISHED = "published"
    COMPUTED = "computed"
    ESTIMATED = "estimated"
    PRESET = "preset"
    SET = "set"


@dataclass(frozen=True)
class UnitCost:
    """The cost of one answer in the budget's unit, where it comes from, and how in words.

    `stands_in` where it is that of another model, which the study names in this one's place.
    """

    value: float
    origin: Origin
    note: str
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


@dataclass(frozen=True)
class NoCost:
    """Why a model has no place on a budget axis."""

    reason: str


def matmul_flops(architecture: Architecture, tokens: float) -> float:
    """Return FLOPs of all linear layers for `tokens` tokens: 2 x active parameters x tokens."""
    return 2.0 * architecture.active_matmul_parameters * tokens


def attention_flops(architecture: Architecture, tokens: float) -> float:
    """Return FLOPs of attention scores and values over a text's own tokens.

    Token t looks at t positions: 2 FLOPs for each score and each value, per head dimension.
    """
    latent = architecture.latent_attention
    if latent:
        per_head = latent.nope_head_dim + latent.rope_head_dim + latent.value_head_dim
    else:
        per_head = 2 * architecture.head_dim
    positions = tokens * (tokens + 1) / 2
    return 2.0 * architecture.layers * architecture.heads * per_head * positions


def roofline_seconds(architecture: Architecture, tokens: float, assumptions: Assumptions) -> float:
    """Estimate the seconds of one answer of so many tokens in a full batch: a lower bound.

    A decoding step takes as long as reading its weights or doing its multiplications, whichever
    is longer, spread evenly over all GPUs; the batch shares the step. Reading the KV cache,
    prompts and talk between GPUs are left out.
    """
    count, batch = assumptions.gpu_count, assumptions.batch
    weight_bytes = architecture.parameters_read(batch) * assumptions.bytes_per_weight
    reading = weight_bytes / (assumptions.gpu.bytes_per_second * count)
    computing = matmul_flops(architecture, batch) / (assumptions.gpu.flops_per_second * count)
    return tokens * max(reading, computing) / batch


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
        return UnitCost(1.0, Origin.COMPUTED, "one answer is one sample")
    published = _published(model, kind, assumptions)
    if kind is BudgetKind.TIME and published.seconds is not None:
        stands_in = published is not model.published
        origin = Origin.PUBLISHED if stands_in else Origin.MEASURED
        return UnitCost(published.seconds, origin, published.seconds_source, stands_in)
    tokens = answer_tokens(model, assumptions)
    if tokens is None:
        return NoCost("the study recorded no length of its answers")
    if kind is BudgetKind.FLOPS:
        return _flops_cost(model, published, tokens, assumptions)
    if kind is BudgetKind.TIME:
        return _roofline_cost(model, tokens, assumptions)
    return _dollar_cost(model, tokens, assumptions)


def answer_tokens(model: ModelFacts, assumptions: Assumptions) -> float | None:
    """Return how many tokens an answer counts for, None where it was not recorded."""
    return model.mean_tokens if assumptions.measured_tokens else assumptions.tokens


def reading_cost(kind: BudgetKind, read: Reading, assumptions: Assumptions) -> float | None:
    """Return what a ranker takes to read one drawn answer, in the unit of `kind`.

    By the same rule as the answer itself: as many tokens, and the prompt before them, which a
    model that scores must read. Every drawn answer is charged in full, one that says the same as
    another too. Dollars and samples count no reading.

    Returns:
        At least 0; None where nobody knows.
    """
    if kind is BudgetKind.TIME:
        return read.seconds
    if kind is not BudgetKind.FLOPS:
        return 0.0
    if not read.recorded:
        return None
    if read.tokens is None or read.prompt_tokens is None:
        return 0.0
    if read.reader is None:
        return None
    answer = read.tokens if assumptions.measured_tokens else assumptions.tokens
    flops = matmul_flops(read.reader, read.prompt_tokens + answer)
    if assumptions.attention:
        flops += attention_flops(read.reader, read.prompt_tokens + answer)
    return flops / 1e12


def as_shown(costs: NDArray[np.float64], digits: int = _DIGITS[0]) -> NDArray[np.float64]:
    """Return positive costs rounded as people are shown them: four digits, or all before the point.

    Halves go down, since a text may round them either way.
    """
    decimals = np.maximum(digits - 1 - np.floor(np.log10(costs)), 0)
    scale = 10.0**decimals
    return np.asarray(np.ceil(costs * scale - 0.5 - _HALF) / scale, dtype=np.float64)


def pays_from(costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least budgets that pay for costs: these, or what they are shown as if it is less.

    So 17.79 pays for an answer of 17.792, and exactly k answers' cost for k of them.
    """
    shown = [as_shown(costs, digits) for digits in _DIGITS]
    return np.asarray(np.min([costs, *shown], axis=0), dtype=np.float64)


def affordable_k(budget: float, costs: NDArray[np.float64]) -> int:
    """Return how many answers `budget` pays for, by the rising costs of 1, 2, ... answers.

    0 means that it does not pay for one; at most the number of costs given.
    """
    return int(affordable_ks(np.array([budget]), costs)[0])


def affordable_ks(budgets: NDArray[np.float64], costs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many answers each budget pays for: `affordable_k` of many."""
    return np.searchsorted(pays_from(costs), budgets * (1 + SLACK), side="right")


def left_over(budget: float, used: float) -> float:
    """Return what is left of a budget: nothing where it is at most a thousandth of it.

    Budgets are shown rounded to four digits, and so little may come from that alone.
    """
    left = budget - used
    return left if left > _ROUNDING * budget else 0.0


def _published(model: ModelFacts, kind: BudgetKind, assumptions: Assumptions) -> Published:
    own = model.published.flops if kind is BudgetKind.FLOPS else model.published.seconds
    return model.stand_in if own is None and assumptions.stand_ins else model.published


def _flops_cost(
    model: ModelFacts, published: Published, tokens: float, assumptions: Assumptions
) -> UnitCost | NoCost:
    architecture = model.architecture
    if published.flops is not None:
        flops = published.flops * tokens / PAPER_TOKENS
        origin, note = Origin.PUBLISHED, published.flops_source
        if tokens != PAPER_TOKENS:
            origin = Origin.COMPUTED
            note = f"{note}, scaled from {PAPER_TOKENS} to {tokens:.4g} tokens"
    elif architecture is not None:
        flops = matmul_flops(architecture, tokens)
        origin = Origin.COMPUTED
        weights = count_of_weights(architecture.active_matmul_parameters)
        note = f"2 x {weights} weights x {tokens:.4g} tokens"
    else:
        return NoCost(_not_public(model, "FLOPs"))
    if assumptions.attention:
        if architecture is None:
            return NoCost(_not_public(model, "attention FLOPs"))
        flops += attention_flops(architecture, tokens)
        origin, note = Origin.COMPUTED, f"{note}, with attention"
    stands_in = published.flops is not None and published is not model.published
    return UnitCost(flops / 1e12, origin, note, stands_in)


def _roofline_cost(model: ModelFacts, tokens: float, assumptions: Assumptions) -> UnitCost | NoCost:
    architecture, gpus = model.architecture, assumptions.gpu_count
    if architecture is None:
        return NoCost(_not_public(model, "time"))
    machine = f"{gpus} x {assumptions.gpu.name}"
    needed = architecture.total_parameters * assumptions.bytes_per_weight
    held = gpus * assumptions.gpu.memory_bytes
    if needed > held:
        return NoCost(
            f"no time estimate, because its weights take {needed / 1e9:.0f} GB, {machine} hold "
            f"{held / 1e9:.0f} GB"
        )
    note = (
        f"roofline estimate, a lower bound: {machine}, batch {assumptions.batch}, "
        f"{assumptions.bytes_per_weight:g} bytes per weight, {tokens:.4g} tokens"
    )
    return UnitCost(roofline_seconds(architecture, tokens, assumptions), Origin.ESTIMATED, note)


def _dollar_cost(model: ModelFacts, tokens: float, assumptions: Assumptions) -> UnitCost | NoCost:
    price = dict(assumptions.prices).get(model.name)
    if price is not None:
        origin, what = Origin.SET, "your price"
    elif model.architecture is not None:
        price = preset_price(model.architecture.active_parameters)
        origin, what = Origin.PRESET, "preset price by size"
    else:
        return NoCost(f"{_not_public(model, 'preset price')}; set its price to see it in dollars")
    note = f"{what}: ${price:g} per million tokens x {tokens:.4g} tokens"
    return UnitCost(price * tokens / 1e6, origin, note)


def _not_public(model: ModelFacts, what: str) -> str:
    return f"no {what}, because {model.not_public or 'its size is not public'}"


def count_of_weights(parameters: int) -> str:
    """Return a number of weights in words: "13 billion", "0.724 million"."""
    if parameters < 1e8:
        return f"{parameters / 1e6:.3g} million"
    return f"{parameters / 1e9:.3g} billion"

"""What one answer and k answers cost: FLOPs, seconds, dollars, samples. Pure arithmetic."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backend.architecture import Architecture

PAPER_TOKENS = 128
"""Tokens of one answer in the FLOPs of the paper's Table 1."""

_SLACK = 1e-9  # relative, so that a budget of exactly k answers affords k of them


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

    `tokens` is the length of one answer; `attention` adds the FLOPs of attention over the answer
    itself; `gpu`, `gpu_count`, `batch` and `bytes_per_weight` make the time estimate; `prices`
    are dollars per million output tokens by model, over the preset of `preset_price`.
    """

    tokens: int = PAPER_TOKENS
    attention: bool = False
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
    """All that is known of a model's cost; `architecture` is None where it is not public."""

    name: str
    architecture: Architecture | None = None
    not_public: str = ""
    published: Published = field(default_factory=Published)


@dataclass(frozen=True)
class UnitCost:
    """The cost of one answer in the budget's unit, and where the number comes from.

    `origin` is "published", "measured", "computed", "estimated" or "set"; `note` says how.
    """

    value: float
    origin: str
    note: str


@dataclass(frozen=True)
class NoCost:
    """Why a model has no place on a budget axis."""

    reason: str


def matmul_flops(architecture: Architecture, tokens: int) -> float:
    """Return FLOPs of all linear layers for `tokens` tokens: 2 x active parameters x tokens."""
    return 2.0 * architecture.active_matmul_parameters * tokens


def attention_flops(architecture: Architecture, tokens: int) -> float:
    """Return FLOPs of attention scores and values over the answer's own tokens.

    Token t looks at t positions: 2 FLOPs for each score and each value, per head dimension.
    """
    latent = architecture.latent_attention
    if latent:
        per_head = latent.nope_head_dim + latent.rope_head_dim + latent.value_head_dim
    else:
        per_head = 2 * architecture.head_dim
    positions = tokens * (tokens + 1) / 2
    return 2.0 * architecture.layers * architecture.heads * per_head * positions


def roofline_seconds(architecture: Architecture, assumptions: Assumptions) -> float:
    """Estimate the seconds of one answer in a full batch: a lower bound.

    A decoding step takes as long as reading its weights or doing its multiplications, whichever
    is longer, spread evenly over all GPUs; the batch shares the step. Reading the KV cache,
    prompts and talk between GPUs are left out.
    """
    count, batch = assumptions.gpu_count, assumptions.batch
    weight_bytes = architecture.parameters_read(batch) * assumptions.bytes_per_weight
    reading = weight_bytes / (assumptions.gpu.bytes_per_second * count)
    computing = matmul_flops(architecture, batch) / (assumptions.gpu.flops_per_second * count)
    return assumptions.tokens * max(reading, computing) / batch


def preset_price(total_parameters: int) -> float:
    """Return a round price in dollars per million tokens for hosted open models of this size.

    A starting point in the shape of 2024 price lists (a step for each size class), not a quote.
    """
    steps = ((4e9, 0.10), (8.5e9, 0.20), (21e9, 0.30), (41e9, 0.80), (80e9, 0.90), (130e9, 1.80))
    return next((price for size, price in steps if total_parameters <= size), 2.40)


def unit_cost(kind: BudgetKind, model: ModelFacts, assumptions: Assumptions) -> UnitCost | NoCost:
    """Return what one answer of `model` costs in the unit of `kind`, or why nobody can tell."""
    if kind is BudgetKind.SAMPLES:
        return UnitCost(1.0, "computed", "one answer is one sample")
    if kind is BudgetKind.FLOPS:
        return _flops_cost(model, assumptions)
    if kind is BudgetKind.TIME:
        return _time_cost(model, assumptions)
    return _dollar_cost(model, assumptions)


def affordable_k(budget: float, costs: NDArray[np.float64]) -> int:
    """Return how many answers `budget` pays for, by the rising costs of 1, 2, ... answers.

    0 means that it does not pay for one; at most the number of costs given.
    """
    return int(np.searchsorted(costs, budget * (1 + _SLACK), side="right"))


def _flops_cost(model: ModelFacts, assumptions: Assumptions) -> UnitCost | NoCost:
    tokens, architecture = assumptions.tokens, model.architecture
    if model.published.flops is not None:
        flops = model.published.flops * tokens / PAPER_TOKENS
        origin, note = "published", model.published.flops_source
        if tokens != PAPER_TOKENS:
            origin, note = "computed", f"{note}, scaled from {PAPER_TOKENS} to {tokens} tokens"
    elif architecture is not None:
        flops = matmul_flops(architecture, tokens)
        origin = "computed"
        note = f"2 x {_billions(architecture.active_matmul_parameters)} weights x {tokens} tokens"
    else:
        return NoCost(_not_public(model, "FLOPs"))
    if assumptions.attention:
        if architecture is None:
            return NoCost(_not_public(model, "attention FLOPs"))
        flops += attention_flops(architecture, tokens)
        origin, note = "computed", f"{note}, with attention"
    return UnitCost(flops / 1e12, origin, note)


def _time_cost(model: ModelFacts, assumptions: Assumptions) -> UnitCost | NoCost:
    if model.published.seconds is not None:
        return UnitCost(model.published.seconds, "measured", model.published.seconds_source)
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
        f"{assumptions.bytes_per_weight:g} bytes per weight, {assumptions.tokens} tokens"
    )
    return UnitCost(roofline_seconds(architecture, assumptions), "estimated", note)


def _dollar_cost(model: ModelFacts, assumptions: Assumptions) -> UnitCost | NoCost:
    price = dict(assumptions.prices).get(model.name)
    if price is not None:
        origin, what = "set", "your price"
    elif model.architecture is not None:
        price = preset_price(model.architecture.total_parameters)
        origin, what = "estimated", "preset price by size"
    else:
        return NoCost(f"{_not_public(model, 'preset price')}; set its price to see it in dollars")
    note = f"{what}: ${price:g} per million tokens x {assumptions.tokens} tokens"
    return UnitCost(price * assumptions.tokens / 1e6, origin, note)


def _not_public(model: ModelFacts, what: str) -> str:
    return f"no {what}, because {model.not_public or 'its size is not public'}"


def _billions(parameters: int) -> str:
    return f"{parameters / 1e9:.3g} billion"

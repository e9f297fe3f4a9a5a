"""What budgets are counted in, and what a user may change about how costs are counted."""

from dataclasses import dataclass
from enum import StrEnum

PAPER_TOKENS = 128
"""Tokens of one answer in the FLOPs of the paper's Table 1."""
MOST_TOKENS = 100_000
"""The longest answer, and the longest prompt, that anybody may assume."""
MOST_BILLIONS = 1e6
"""The most weights of a model that anybody may assume, in billions."""
MOST_BATCH = 4096
"""The largest batch of answers that anybody may assume."""


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
    for the mean that the study recorded of each; `lengths`, by model, are over both.
    `prompt_tokens` are paid for with each answer, in dollars, and kept in memory; FLOPs and times
    leave them out. `attention` adds the FLOPs of attention over what is written or read;
    `stand_ins` takes the cost of the model that a study names in place of one without a published
    cost. `gpu`, `gpu_count`, `batch` and `bytes_per_weight` make the time estimate, each model at
    its own best batch with `best_batch`, drawn up to the study's measured times with
    `fitted_times`. `sizes` are billions of weights that a token is multiplied by, by model: over
    what is known of them, in FLOPs and in preset prices. `prices` and `input_prices` are dollars
    per million tokens written and read, by model: over the preset of `preset_price`, and over the
    price of those written.
    """

    tokens: int = PAPER_TOKENS
    measured_tokens: bool = False
    lengths: tuple[tuple[str, float], ...] = ()
    prompt_tokens: int = 0
    attention: bool = False
    stand_ins: bool = False
    gpu: Gpu = A100
    gpu_count: int = 8
    batch: int = 64
    best_batch: bool = False
    bytes_per_weight: float = 2.0
    fitted_times: bool = False
    sizes: tuple[tuple[str, float], ...] = ()
    prices: tuple[tuple[str, float], ...] = ()
    input_prices: tuple[tuple[str, float], ...] = ()

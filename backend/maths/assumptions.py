"""What budgets are counted in, and what a user may change about how costs are counted."""

from dataclasses import dataclass
from enum import StrEnum

PAPER_TOKENS = 128
"""Tokens of one answer in the FLOPs of the paper's Table 1."""
MOST_TOKENS = 100_000
"""The longest answer that anybody may assume."""


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

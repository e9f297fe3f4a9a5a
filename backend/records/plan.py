"""What an experiment will take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Speed:
    """Tokens a second, and who measured them."""

    tokens_per_second: float
    source: str


@dataclass(frozen=True)
class PlanRow:
    """One model in one study. Seconds, dollars and FLOPs are None where the model is unknown.

    `tokens` assumes answers of the stated length; `hours` are a roofline estimate, a lower bound;
    `hours_here` are by the speed that was measured on this machine, None where none was.
    """

    study: str
    model: str
    prompts: int
    generations: int
    greedy: int
    tokens: int
    tflops: float | None
    hours: float | None
    dollars: float | None
    disk_bytes: int
    hours_here: float | None = None


@dataclass(frozen=True)
class Key:
    """Which variable holds the key for a server, which server that is, and whether it is set."""

    variable: str
    host: str
    is_set: bool


@dataclass(frozen=True)
class Plan:
    """What an experiment will take, and what that rests on.

    `tokens` is an answer's length, `batch` how many are made at once, `dollars_per_gpu_hour` the
    rent of one of the GPUs. `here` is what would generate: a server, or this machine. `speeds` are
    those of models that were measured here, `paths` are where models lie, both by the names that
    the experiment gives them. `key` is None where no server is asked.
    """

    rows: Sequence[PlanRow]
    tokens: int
    batch: int
    gpu: str
    gpu_count: int
    dollars_per_gpu_hour: float
    here: str
    speeds: Mapping[str, Speed]
    paths: Mapping[str, str]
    key: Key | None

    @property
    def totals(self) -> dict[str, float]:
        """The sums of all that can be added up; what is not known counts as nothing."""
        names = ("generations", "greedy", "tokens", "tflops", "hours", "dollars", "disk_bytes")
        return {name: sum(getattr(row, name) or 0 for row in self.rows) for name in names}

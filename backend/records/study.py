"""Studies, their runs, problems and what was counted of them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backend.maths.costs import ModelFacts, Reading
from backend.records.ranker_name import RankerName


@dataclass(frozen=True)
class SamplingRule:
    """How this program drew a study's samples: at most `max_tokens` for an answer, from a seed."""

    temperature: float
    top_p: float
    max_tokens: int
    seed: int


class Purpose(StrEnum):
    """What a study is good for, in the order of lists."""

    PAPER = "paper"
    FAMILIES = "families"
    RANKERS = "rankers"
    TEXTS = "texts"
    BEYOND_CODE = "beyond-code"
    OWN = "own"


@dataclass(frozen=True)
class Study:
    """A study and what the dashboard says about it.

    `sampling` is how its samples were drawn, in the words of who published them, or by the rule
    that they were drawn here; None where they were imported and nobody knows. `shows` is what is
    seen in it, in a line; None where nobody said.
    """

    id: str
    title: str
    benchmark: str
    source: str
    caveats: list[str]
    n_problems: int
    small: str
    large: str
    reference: str
    sampling: str | SamplingRule | None
    purpose: Purpose
    shows: str | None


@dataclass(frozen=True)
class Run:
    """One model's samples in a study; `untallied` where no verdict of any of them is known.

    `family` is the series of models that its model belongs to, None where nobody said.
    Problems have from `n_fewest` to `n_samples` samples, those without a verdict left out.
    `test_seconds` is what the tests of one answer took: CPU seconds on the machine that graded, of
    all the processes of the answer's program in its sandbox (Python is up before; the tests' own
    work beside it is not in it), mean over all verdicts of the run that were scored, failures as
    far as they came. An answer's are those of its program, however many samples are the same. None
    where nobody measured.
    """

    id: str
    study: str
    model: ModelFacts
    n_samples: int
    n_fewest: int
    n_problems: int
    untallied: bool
    family: str | None = None
    test_seconds: float | None = None


@dataclass(frozen=True)
class Problems:
    """The problems of a study, in order; each field has one entry per problem."""

    ids: tuple[str, ...]
    difficulty: NDArray[np.object_]
    platform: NDArray[np.object_]
    released: NDArray[np.datetime64]

    @property
    def released_range(self) -> tuple[dt.date, dt.date] | None:
        """The first and last release date, if they have any."""
        dated = self.released[~np.isnat(self.released)]
        return (dated.min().item(), dated.max().item()) if dated.size else None


@dataclass(frozen=True)
class Tallies:
    """n samples and c correct ones of each problem; `position` is the place in `Problems`."""

    position: NDArray[np.int64]
    n: NDArray[np.int64]
    c: NDArray[np.int64]


@dataclass(frozen=True)
class Ranked:
    """Correctness of the scored samples in one ranker's order, best first, by problem; ragged.

    The last `n_dropped` of a problem were cut by the token limit: drawn and paid for, but never
    picked before others. A problem of which nothing else was scored has no passes at all.
    Of `n_unknown` samples nobody knows whether they were cut.
    """

    position: NDArray[np.int64]
    passes: tuple[NDArray[np.float64], ...]
    n_dropped: NDArray[np.int64]
    n_unknown: NDArray[np.int64]

    @property
    def finish_known(self) -> bool:
        """Whether it is known of all samples."""
        return not self.n_unknown.any()


@dataclass(frozen=True)
class Greedy:
    """Whether a model's one answer without chance solves each problem; shapes (problems,)."""

    position: NDArray[np.int64]
    passed: NDArray[np.bool_]


@dataclass(frozen=True)
class RankerFacts:
    """One ranker on one run: what its score is, what a score takes, how well it tells.

    `name` is what the ranker's name says, None where its scores came with the samples.
    `auc` is the chance that a correct sample of a problem has a higher score than a wrong one,
    averaged over the `n_problems` that have both, None without any; samples that the token limit
    cut are left out of it.
    """

    name: RankerName | None
    reading: Reading
    auc: float | None
    n_problems: int

    @property
    def reader(self) -> str | None:
        """The model that its name says it reads with; None where it names none or several."""
        return self.name.model if self.name else None


@dataclass(frozen=True)
class Holding:
    """What a study has: `fewest` to `most` samples of a problem by each of `n_models`.

    `n_rankers` are those that picked among its samples, the two references not counted; `texts`
    says whether samples can be read, `counted` whether problems can be told apart.
    """

    study: Study
    n_models: int
    fewest: int
    most: int
    n_rankers: int
    texts: bool
    counted: bool

"""What came of ranking a study's samples."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RankedStudy:
    """How many of a study's sampled answers each ranker has scored, and scored just now.

    Of `tests` generated tests `refused` hold more than may be evaluated. `forgotten` is how many
    scores of a ranker were thrown away to be made anew: as was asked for (`again`), or because
    they were made with other tests, or nobody knows with which.
    """

    study: str
    samples: int
    scored: Mapping[str, int]
    now: Mapping[str, int]
    tests: int
    refused: int
    forgotten: Mapping[str, int]
    again: bool

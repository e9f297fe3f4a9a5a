"""What came of grading many programs."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.records.verdict import Status


@dataclass(frozen=True)
class Graded:
    """How many programs got which verdict just now, in which tier.

    `together` is how many verdicts come from tests that ran in the program's own process.
    `troubles` say of problems why their own tests cannot be trusted, `missing` names the modules
    that problems' tests need and the sandbox does not have.
    """

    tier: str
    counts: Mapping[Status, int]
    together: int
    troubles: Mapping[str, str]
    missing: Mapping[str, str]


@dataclass(frozen=True)
class GradedStudy:
    """What came of grading a study, and how its samples stand now, whenever they were graded.

    `without` samples have no verdict.
    """

    study: str
    now: Graded
    stored: Mapping[Status, int]
    without: int

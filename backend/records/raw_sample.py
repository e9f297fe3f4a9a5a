"""A sample as it was found, and what its text is."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a sample is."""

    COMPLETION = "completion"  # goes on from the prompt
    PROGRAM = "program"  # stands for itself
    CHAT = "chat"  # an answer with the program somewhere in it


@dataclass(frozen=True)
class RawSample:
    """One sample: of which problem, the text as it was found, and whether it stands for itself.

    `scores` are pairs of a ranker's name and its score, higher is better.
    """

    problem_id: str
    text: str
    whole: bool
    scores: tuple[tuple[str, float], ...] = ()

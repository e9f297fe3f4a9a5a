"""What came of importing samples."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Added:
    """A run, how many samples were added and how many it has now, and how many hold a U+FFFD."""

    run_id: str
    samples: int
    total: int
    halves: int

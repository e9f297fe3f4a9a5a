"""What a server has used, and how long its viewers waited."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from speed.viewer import Viewer


class Used(NamedTuple):
    """A process' CPU seconds so far, and the bytes of memory that it holds."""

    cpu: float
    memory: int


def used(process: int) -> Used:
    """Return what a process has used."""
    facts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = int(facts[11]) + int(facts[12])
    return Used(ticks / os.sysconf("SC_CLK_TCK"), int(facts[21]) * os.sysconf("SC_PAGE_SIZE"))


def percentile(viewers: Sequence[Viewer], share: float = 95) -> float:
    """Return the seconds that this share, percent, of all waits does not pass."""
    return float(np.percentile([wait for each in viewers for wait in each.waits], share))

"""What a server and its helpers have used, and how long its viewers waited."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from speed.viewer import Viewer


class Used(NamedTuple):
    """CPU seconds so far, and the bytes of memory that are held; what is shared counts for each."""

    cpu: float
    memory: int


def used(process: int) -> Used:
    """Return what a process and those that it has started have used."""
    facts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    cpu = (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")
    memory = int(facts[21]) * os.sysconf("SC_PAGE_SIZE")
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    started = [used(int(child)) for task in tasks for child in task.read_text().split()]
    return Used(
        cpu + sum(each.cpu for each in started), memory + sum(each.memory for each in started)
    )


def percentile(viewers: Sequence[Viewer], share: float = 95) -> float:
    """Return the seconds that this share, percent, of all waits does not pass."""
    return float(np.percentile([wait for each in viewers for wait in each.waits], share))

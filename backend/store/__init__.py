"""DuckDB files: a workbench that pipelines write, and snapshots of it that the dashboard reads.

DuckDB lets one process write a file and then nobody else read it, so the dashboard never opens
the workbench. `publish` makes a snapshot under a new name and moves a small pointer to it.
"""

import os
from pathlib import Path

from backend.catalogue import DATA


def store_directory() -> Path:
    """Return the folder of the data files: $BUDGETSCOPE_STORE, or `data/store`."""
    return Path(os.environ.get("BUDGETSCOPE_STORE") or DATA / "store")


def snapshot_address() -> str:
    """Return where a data file lies that is shown too: $BUDGETSCOPE_SNAPSHOT, or ""."""
    return os.environ.get("BUDGETSCOPE_SNAPSHOT", "")

"""Public raw data that tests may read and the project may not copy."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("BUDGETSCOPE_RAW_DATA", Path(__file__).parents[2] / "shared" / "data"))


def raw_file(name: str) -> Path:
    """Return a raw file's path; where it is missing the test is skipped."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is missing: BUDGETSCOPE_RAW_DATA names the folder that holds {name}")
    return path


def raw_rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a raw .jsonl.gz file."""
    with gzip.open(raw_file(name), "rt") as file:
        return [json.loads(line) for line in file]

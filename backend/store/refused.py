"""What DuckDB's refusal to open a file means."""

import re
from pathlib import Path

import duckdb

from backend.errors import HeldError, UserError


def open_error(path: Path, error: duckdb.Error, remedy: str) -> UserError:
    """Turn DuckDB's refusal to open a file into one sentence."""
    message = str(error)
    if "lock" in message:
        holder = re.search(r"PID (\d+)", message)
        who = f"process {holder[1]}" if holder else "another process"
        return HeldError(f"{path} is held by {who}: wait for it to end, or stop it")
    return UserError(f"{path} cannot be read as a data file: {remedy}")

"""What DuckDB's refusal to open, read or write a file means."""

import re
from pathlib import Path

import duckdb

from backend.errors import HeldError, UserError

_NO_ROOM = ("No space left on device", "Disk quota exceeded", "File too large")


def open_error(path: Path, error: duckdb.Error, remedy: str) -> UserError:
    """Turn DuckDB's refusal to open a file into one sentence."""
    message = str(error)
    if "Could not set lock" in message:
        holder = re.search(r"PID (\d+)", message)
        who = f"process {holder[1]}" if holder else "another process"
        return HeldError(f"{path} is held by {who}: wait for it to end, or stop it")
    if has_no_room(error):
        return UserError(f"{path} cannot be written: the disk is full")
    if "Permission denied" in message:
        return UserError(f"{path} cannot be read: permission denied")
    return unreadable(path, remedy)


def unreadable(path: Path, remedy: str) -> UserError:
    """Return the error for a file that is damaged, half-copied, or something else."""
    return UserError(f"{path} cannot be read as a data file: {remedy}")


def has_no_room(error: Exception) -> bool:
    """Tell whether something could not be written because the disk, or a user's part, is full."""
    return any(sign in str(error) for sign in _NO_ROOM)

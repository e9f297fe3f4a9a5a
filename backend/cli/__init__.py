"""The command line: `python -m backend COMMAND`."""

from backend.cli import (  # noqa: F401 - each adds its commands
    allocating,
    deciding,
    experiment,
    findings,
    grading,
    reading,
)
from backend.cli.app import main

__all__ = ["main"]

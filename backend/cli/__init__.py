"""The command line: `python -m backend COMMAND`."""

from backend.cli import experiment, findings, grading, reading  # noqa: F401 - each adds its commands
from backend.cli.app import main

__all__ = ["main"]

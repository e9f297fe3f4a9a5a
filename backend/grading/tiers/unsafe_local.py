"""No box at all: limits, and nothing else. Only by explicit choice."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from backend.grading.tiers import view


def start(
    program: str, arguments: list[str], control: int, packages: Path | None
) -> subprocess.Popen[bytes]:
    """Start the same programs that serve a box, on the machine itself, in a folder of their own."""
    root = str(view.FILES.parents[2])
    scratch = mkdtemp(dir=_home().name)
    arguments = [view.where(0, [scratch]), *arguments]
    shown = None if packages is None else str(packages)
    return subprocess.Popen(
        view.python(sys.executable, root, program, arguments, shown),
        stdin=control,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=view.ENVIRONMENT,
        cwd=scratch,
    )


@cache
def _home() -> TemporaryDirectory[str]:
    """Return the folder of all that programs write; it goes when the grader ends."""
    return TemporaryDirectory(prefix="budgetscope-local-")

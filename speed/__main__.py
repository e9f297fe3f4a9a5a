"""`python -m speed [PART ...]`: print the table, or parts of it."""

import os
import sys
from importlib import import_module

from speed.timing import show

_PARTS = (
    "allocating",
    "computation",
    "dashboard",
    "deciding",
    "grading",
    "hall",
    "pages",
    "ranking",
    "sampling",
    "viewers",
)


def main() -> None:
    """Run all benchmarks, one after the other, and print a row for each."""
    one_minute, *_ = os.getloadavg()
    print(f"{os.cpu_count()} CPUs, load average {one_minute:.2f} before\n")
    wanted = sys.argv[1:]
    for part in _PARTS:
        if not wanted or part in wanted:
            for row in import_module(f"speed.{part}").rows():
                show(row)


if __name__ == "__main__":
    main()

"""`python -m benchmarks`: print the table."""

import os
from itertools import chain

from benchmarks import computation, dashboard, grading
from benchmarks.timing import show


def main() -> None:
    """Run all benchmarks, one after the other, and print a row for each."""
    one_minute, *_ = os.getloadavg()
    print(f"{os.cpu_count()} CPUs, load average {one_minute:.2f} before\n")
    for row in chain(computation.rows(), dashboard.rows(), grading.rows()):
        show(row)


if __name__ == "__main__":
    main()

"""Grade many samples and print by how many KiB the peak of memory grew: `... FIRST THEN`.

FIRST samples bring everything into memory that is needed once, THEN samples more must need none.
In a process of its own: in one that has done other work the peak lies elsewhere.
"""

import resource
import sys
from collections.abc import Iterator

from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.records.problem import FunctionTests, Problem

TESTS = FunctionTests("", "assert add(1, 2) == 3", ("add",))
REFERENCE = "def add(a, b): return a + b"


def programs(count: int) -> Iterator[tuple[int, Problem, str]]:
    """Yield samples, 100 of a problem, 25 of a program."""
    for i in range(count):
        yield i, Problem(f"add {i // 100}", "", TESTS, REFERENCE), f"{REFERENCE}  # {i // 25}"


def main(*counts: int) -> None:
    peaks = []
    with Pool(Tier.BUBBLEWRAP) as pool:
        for count in counts:
            assert sum(map(len, pool.grade(programs(count)))) == count
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print(peaks[-1] - peaks[0])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Grade the hostile corpus, print what came of it as JSON: `python -m tests.grade_hostile TIER`.

With a second argument, `functions` or `scripts`, only those; half of them, by the run's seed. Two
workers share the work, since many programs only wait.
"""

import json
import sys
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor

from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.problem import Problem
from backend.records.verdict import Limits, Mode
from tests.programs import (
    CORPUS,
    HONEST,
    HONEST_SCRIPT,
    ODD_BUT_RIGHT,
    PROBLEM,
    SCRIPT_PROBLEM,
    SCRIPTS,
)
from tests.regraded import half_of

_WORKERS = 2
KINDS: dict[str, tuple[Problem, dict[str, str], str, Mode]] = {
    "functions": (PROBLEM, CORPUS | ODD_BUT_RIGHT, HONEST, Mode.CALLS),
    "scripts": (SCRIPT_PROBLEM, SCRIPTS, HONEST_SCRIPT, Mode.SCRIPT),
}


def asked(kind: str) -> set[str]:
    """Return the programs of a kind that are run in every way: the rest is run in one."""
    return half_of(KINDS[kind][1]) | (ODD_BUT_RIGHT.keys() & KINDS[kind][1].keys())


def results(tier: Tier, programs: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return status and detail of each program and of an honest one after it, and what came back.

    The last two texts are the last call of the program's function and the value, "" if none.

    Args:
        tier: of the boxes.
        programs: the names of those that are graded, by their kind.
    """
    every = [(kind, name) for kind, names in programs.items() for name in sorted(names)]
    with ThreadPoolExecutor(_WORKERS) as threads:
        parts = threads.map(
            lambda number: _part(tier, number, every[number::_WORKERS]), range(_WORKERS)
        )
    return {name: found for part in parts for name, found in part.items()}


def _part(tier: Tier, number: int, programs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found = {}
    with Worker(tier, number) as worker:
        for kind, name in programs:
            problem, by_name, honest, mode = KINDS[kind]
            verdict = worker.grade(problem, by_name[name], mode, Limits())
            after = worker.grade(problem, honest, mode, Limits())
            found[name] = [
                *(verdict.status, verdict.detail, after.status, after.detail),
                *(verdict.called or "", verdict.came_back or ""),
            ]
    return found


if __name__ == "__main__":
    half = {kind: asked(kind) for kind in sys.argv[2:] or KINDS}
    print(json.dumps(results(Tier(sys.argv[1]), half)))

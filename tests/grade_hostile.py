"""Grade the hostile corpus, print what came of it as JSON: `python -m tests.grade_hostile TIER`."""

import json
import sys

from backend.grading.tiers import Tier
from backend.grading.verdict import Limits, Mode
from backend.grading.worker import Worker
from tests.hostile import (
    CORPUS,
    HONEST,
    HONEST_SCRIPT,
    ODD_BUT_RIGHT,
    PROBLEM,
    SCRIPT_PROBLEM,
    SCRIPTS,
)


def results(tier: Tier) -> dict[str, list[str]]:
    """Return the status and detail of each program, and the status of an honest one after it."""
    found = {}
    kinds = (
        (PROBLEM, CORPUS | ODD_BUT_RIGHT, HONEST, Mode.CALLS),
        (SCRIPT_PROBLEM, SCRIPTS, HONEST_SCRIPT, Mode.SCRIPT),
    )
    with Worker(tier) as worker:
        for problem, programs, honest, mode in kinds:
            for name, program in programs.items():
                verdict = worker.grade(problem, program, mode, Limits())
                after = worker.grade(problem, honest, mode, Limits())
                found[name] = [verdict.status, verdict.detail, after.status, after.detail]
    return found


if __name__ == "__main__":
    print(json.dumps(results(Tier(sys.argv[1]))))

"""Grade the hostile corpus, print what came of it as JSON: `python -m tests.grade_hostile TIER`."""

import json
import sys

from backend.grading.tiers import Tier
from backend.grading.verdict import Limits, Mode
from backend.grading.worker import Worker
from tests.hostile import CORPUS, HONEST, ODD_BUT_RIGHT, PROBLEM


def results(tier: Tier) -> dict[str, list[str]]:
    """Return the status and detail of each program, and the status of an honest one after it."""
    found = {}
    with Worker(tier) as worker:
        for name, program in (CORPUS | ODD_BUT_RIGHT).items():
            verdict = worker.grade(PROBLEM, program, Mode.CALLS, Limits())
            after = worker.grade(PROBLEM, HONEST, Mode.CALLS, Limits())
            found[name] = [verdict.status, verdict.detail, after.status, after.detail]
    return found


if __name__ == "__main__":
    print(json.dumps(results(Tier(sys.argv[1]))))

"""What came of grading, in words."""

from collections import Counter
from collections.abc import Mapping

from backend.records.graded import Graded, GradedStudy
from backend.records.verdict import Status


def graded(found: Graded) -> str:
    """Return how many programs got which verdict, and which problems to beware of, a line each."""
    said = _by_status(found.counts) or "nothing was waiting"
    weaker = (
        f"{found.together} of these verdicts are from tests in the program's own process, which a "
        "program made for it can forge"
    )
    lines = [
        f"{sum(found.counts.values())} samples graded ({found.tier}): {said}",
        *([weaker] if found.together else []),
        *(
            f"{_problems(count)} unscored: the tests need {module}, which the sandbox does not "
            "have; name an environment that has it by --packages"
            for module, count in Counter(found.missing.values()).most_common()
        ),
        *(f"{name}: {why}" for name, why in found.troubles.items()),
    ]
    return "\n".join(lines)


def graded_study(found: GradedStudy) -> str:
    """Return what came of grading a study now, and then how all its samples stand."""
    there = sum(found.stored.values())
    said = _by_status(found.stored)
    every = f"{there} of {there + found.without} samples of {found.study} have a verdict"
    return f"{graded(found.now)}\n{every}{f': {said}' if said else ''}"


def _by_status(counts: Mapping[Status, int]) -> str:
    return ", ".join(f"{counts[status]} {status}" for status in Status if counts.get(status))


def _problems(count: int) -> str:
    return "1 problem is" if count == 1 else f"{count} problems are"

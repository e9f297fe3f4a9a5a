"""What a study offers to choose from: for the view's table, and for the widgets."""

import datetime as dt
from collections.abc import Collection

from backend.answers import Studies
from backend.answers.selection import REFERENCES, rankers_of
from backend.records.samples import Listed

PROBLEM, DIFFERENCE = "problem", "difference"
"""What problems are sorted by beside models: their place in the study, and small minus large."""


def ranked_studies(studies: Studies) -> list[str]:
    """Return the titles of the studies that have data of any ranker."""
    return [study.title for study in studies.studies.values() if studies.rankers(study.id)]


def rankers(studies: Studies, study: str, pair: Collection[str]) -> list[str]:
    """Return the rankers that scored the samples of both models of a pair, by name."""
    of_each = [rankers_of(studies, study, model) for model in pair]
    return [name for name in of_each[0] if all(name in known for known in of_each)]


def difficulties(studies: Studies, study: str) -> list[str]:
    """Return the difficulties of a study's problems, in their order."""
    found = dict.fromkeys(studies.problems(study).difficulty)
    return [difficulty for difficulty in found if difficulty is not None]


def platforms(studies: Studies, study: str) -> list[str]:
    """Return the platforms of a study's problems, in their order."""
    found = dict.fromkeys(studies.problems(study).platform)
    return [platform for platform in found if platform is not None]


def lists(studies: Studies, study: str) -> list[Listed]:
    """Return the lists of a study's problems: two models can differ, a ranker can be fooled."""
    alone = len(studies.runs(study)) < 2
    unranked = not set(studies.rankers(study)) - set(REFERENCES)
    never = {Listed.SMALL: alone, Listed.LARGE: alone, Listed.FOOLED: unranked}
    return [listed for listed in Listed if not never.get(listed)]


def sorts(studies: Studies, study: str) -> list[str]:
    """Return what problems are sorted by: highest first, or with a "-" before it lowest first."""
    columns = [DIFFERENCE, *studies.runs(study)]
    return [PROBLEM, *columns, *(f"-{column}" for column in columns)]


def lengths(studies: Studies, study: str) -> bool:
    """Return whether a study recorded how long the answers of any model were."""
    return any(run.model.mean_tokens is not None for run in studies.runs(study).values())


def dates(studies: Studies, study: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day on which a study's problems were released, if known."""
    return studies.problems(study).released_range

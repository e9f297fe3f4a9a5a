"""Samples to read: which studies have some, and what models answered to a problem."""

from backend.records.samples import Answer, Answers, Show
from backend.store.studies import Studies

OFTEN = "often"  # the order by how many samples say the same


def readable_studies(studies: Studies) -> list[str]:
    """Return the studies whose samples can be read."""
    return [study for study in studies.studies if studies.of(study).read_models(study)]


def answers(
    studies: Studies, study: str, model: str, problem: str, show: Show, order: str
) -> Answers:
    """Return a model's answers to a problem, most frequent first or by a ranker's score."""
    every = studies.of(study).answers(study, model, problem)
    chosen = [answer for answer in every if _shown(answer, show)]
    if order != OFTEN:
        chosen.sort(key=lambda answer: -answer.scores.get(order, float("-inf")))
    return Answers(
        model,
        chosen,
        n=sum(answer.n for answer in every),
        right=sum(answer.n for answer in every if answer.passed),
        graded=sum(answer.n for answer in every if answer.passed is not None),
    )


def _shown(answer: Answer, show: Show) -> bool:
    match show:
        case Show.PASSED:
            return answer.passed is True
        case Show.FAILED:
            return answer.passed is False
        case Show.UNFINISHED:
            return answer.finished is False
    return True

"""Samples to read: which problems there are, and what models answered to one."""

from collections.abc import Sequence

from backend.answers.scores import chosen_problems
from backend.records.question import ProblemFilter
from backend.records.samples import Answer, Answers, Show, SolveRates
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import Studies

OFTEN = "often"  # the order by how many samples say the same


def readable_studies(studies: Studies) -> list[str]:
    """Return the studies whose samples can be read."""
    return [study for study in studies.studies if studies.of(study).read_models(study)]


def solve_rates(
    studies: Studies, study: str, models: Sequence[str], wanted: ProblemFilter
) -> list[SolveRates]:
    """Return a study's problems, in order, those that the filter lets through.

    Raises:
        UserError: as `chosen_problems` does.
    """
    snapshot = studies.of(study)
    problems = snapshot.problems(study)
    chosen = chosen_problems(study, problems, wanted)
    by_model = {model: _rates(snapshot, study, model) for model in models}
    return [
        SolveRates(
            name,
            problems.difficulty[place],
            {model: rates[place] for model, rates in by_model.items() if place in rates},
        )
        for place, name in enumerate(problems.ids)
        if chosen[place]
    ]


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


def _rates(snapshot: Snapshot, study: str, model: str) -> dict[int, float]:
    tallies = snapshot.tallies(snapshot.run(study, model).id)
    places, shares = tallies.position.tolist(), (tallies.c / tallies.n).tolist()
    return dict(zip(places, shares, strict=True))


def _shown(answer: Answer, show: Show) -> bool:
    match show:
        case Show.PASSED:
            return answer.passed is True
        case Show.FAILED:
            return answer.passed is False
        case Show.UNFINISHED:
            return answer.finished is False
    return True

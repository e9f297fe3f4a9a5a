"""Why a question has no answer, in words."""

from backend.errors import UserError
from backend.records.unanswerable import (
    MeansOnly,
    MeansOnlyTogether,
    NeverReached,
    NoPlace,
    NoRankers,
    NothingChosen,
    NothingRanked,
    NothingShared,
    NotRanked,
    NoVerdicts,
    Reason,
    TooLittle,
    TooMany,
    UnlikeCosts,
)
from backend.words.amounts import amount
from backend.words.costs import no_cost
from backend.words.names import short_name


class UnanswerableError(UserError):
    """A question about a study that has no answer; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(why(reason))
        self.reason = reason


def why(reason: Reason) -> str:
    """Return why a question has no answer, and what would have one."""
    match reason:
        case NoPlace(model, cost):
            return f"{model}: {no_cost(cost)}"
        case TooLittle(model, cost, unit):
            one = f"one answer of {short_name(model)} ({amount(cost, unit)})"
            return f"this budget does not pay for {one}"
        case NothingShared():
            return "the models share no problem, so they cannot be compared"
        case NothingChosen(study, model):
            return f"no problem of study {study} passes the filter for {model}"
        case MeansOnly(study):
            return f"study {study} publishes means over all problems, so they cannot be filtered"
        case NoVerdicts(study, model):
            return f"{model} has no sample with a verdict in study {study}: grade them first"
        case NoRankers(study):
            return f"study {study} has no ranker data: use 'unit-tests'"
        case NotRanked(study, model, ranker):
            return f"{short_name(model)} was not ranked by {ranker} in study {study}"
        case NothingRanked(model, ranker):
            return f"{short_name(model)} has no sample that {ranker} could choose"
        case TooMany() | NeverReached() | MeansOnlyTogether() | UnlikeCosts():
            return _no_plan(reason)


def _no_plan(reason: TooMany | NeverReached | MeansOnlyTogether | UnlikeCosts) -> str:
    match reason:
        case TooMany(models, most):
            return f"{models} models are too many to search all plans of: choose at most {most}"
        case NeverReached(target, most):
            return f"no plan solves {target:g} %: the most that one solves is {most:.1f} %"
        case UnlikeCosts():
            return (
                "these costs cannot be compared (times that were measured, fitted, or are a lower "
                "bound; tests that are counted of some models only), so that one budget cannot pay "
                "for all: choose models of one kind"
            )
        case MeansOnlyTogether(study):
            return (
                f"study {study} publishes means, so which problems several models solve together "
                "is not known"
            )

"""What a score costs two models, in words."""

from backend.maths.verdicts import FEW_PROBLEMS, Which
from backend.records.reaching import Reaching
from backend.words.comparison import ends_of_saving
from backend.words.counts import drawn, of_problems
from backend.words.names import short_labels
from backend.words.shares import of_budget


def certainty(found: Reaching) -> str:
    """Return how sure it is who needs less to reach the score, or why nobody can say."""
    labels = short_labels((found.small.model, found.large.model))
    small, large = labels[found.small.model], labels[found.large.model]
    over = f"paired over {of_problems(found.n_problems)}"
    if not found.charged_alike:
        return "who needs less is unknown: the two costs cannot be compared"
    if found.n_problems < FEW_PROBLEMS:
        return f"who needs less is unknown: {of_problems(found.n_problems)} are too few"
    saving = found.saving
    if saving is None:
        return ""
    if not found.measured:
        over = f"from published means of {of_problems(found.n_problems)}"
    there = f"{large} {drawn(found.large.point)}" if found.large.point else large
    if saving.low is None:
        if found.cheaper is None:
            return ""
        return f"clear: not even the interval lets {small} reach it in this data, {over}"
    bound = not found.measured
    ends = (
        f"the {'bound' if bound else '95 % interval'} allows {of_budget(saving.low)}"
        if found.small.point is None
        else ends_of_saving(saving, bound=bound)
    )
    judged = {
        Which.SMALL: f"{small} needs clearly less than {there}",
        Which.LARGE: f"{small} needs clearly more than {there}",
        None: f"too close to call who needs less, {small} or {there}",
    }[found.cheaper]
    return f"{judged}; {ends}, {over}"

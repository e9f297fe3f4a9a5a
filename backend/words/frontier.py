"""What the best of all models says, the same on the command line and on the pages."""

from backend.records.frontier import Frontier
from backend.words.counts import of_problems
from backend.words.names import short_names
from backend.words.pairs import left_out


def told(found: Frontier) -> list[str]:
    """Return what a reader of the best must know, a sentence each."""
    lines = [f"{rests_on(found)}."]
    if listed := spread(found):
        lines.append(f"{listed}.")
    if found.never:
        lines.append(f"Never the best, as far as there is data: {', '.join(never(found))}.")
    if any(step.data_ends for step in found.steps):
        lines.append(f"{AN_END}.")
    apart = [*unlike(found), *lacking(found), *left_out(found.without, names(found))]
    return [*lines, *(f"{text}." for text in apart)]


AN_END = "Where a model's samples end it stays what it was with all of them: more might do better"


def rests_on(found: Frontier) -> str:
    """Return over what the models are compared, and what the scores are."""
    models = "1 model" if len(found.models) == 1 else f"{len(found.models)} models"
    over = f"the best of {models}, over the same {of_problems(found.n_problems)}"
    if not found.measured:
        return f"{over}; only means were published, so nobody can say how sure that is"
    return over


def spread(found: Frontier) -> str | None:
    """Return which steps are listed, None where they all are."""
    if len(found.steps) == found.n_steps:
        return None
    return (
        f"of the {found.n_steps:,} budgets at which a model gets another answer those are listed "
        "at which another one becomes the best or its samples end, and some between"
    )


def names(found: Frontier) -> dict[str, str]:
    """Return the names of all models that are spoken of, as short as they can be told apart."""
    lacking = (model for model, _ in found.lacking)
    without = (model for model, _ in found.without)
    return short_names([*found.models, *lacking, *without, *found.unlike])


def never(found: Frontier) -> list[str]:
    """Return the names of the models that are never the best."""
    known = names(found)
    return [known[model] for model in found.never]


def unlike(found: Frontier) -> list[str]:
    """Return which models are left out for their costs, a text or none."""
    known = names(found)
    models = ", ".join(known[model] for model in found.unlike)
    return [f"left out of the best: {models}; {found.why_unlike}"] if models else []


def lacking(found: Frontier) -> list[str]:
    """Return which models are not compared since they lack problems, a text each."""
    known = names(found)
    return [
        f"{known[model]} is not compared: it lacks {of_problems(count)} that most models were given"
        for model, count in found.lacking
    ]

"""What the best of all models says, the same on the command line and on the pages."""

from backend.records.frontier import Frontier
from backend.words.counts import of_problems
from backend.words.names import short_name
from backend.words.pairs import left_out


def told(found: Frontier) -> list[str]:
    """Return what a reader of the best must know, a sentence each."""
    lines = [f"{rests_on(found)}."]
    if found.never:
        lines.append(f"Never the best, as far as there is data: {names(found.never)}.")
    if any(step.data_ends for step in found.steps):
        lines.append(f"{AN_END}.")
    lines += [f"{lacks(model, count)}." for model, count in found.lacking]
    lines += [f"{left_out(model, reason)}." for model, reason in found.without]
    return lines


AN_END = "Where a model's samples end it stays what it was with all of them: more might do better"


def rests_on(found: Frontier) -> str:
    """Return over what the models are compared, and what the scores are."""
    models = "1 model" if len(found.models) == 1 else f"{len(found.models)} models"
    over = f"the best of {models}, over the same {of_problems(found.n_problems)}"
    if not found.measured:
        return f"{over}; only means were published, so nobody can say how sure that is"
    return over


def lacks(model: str, count: int) -> str:
    """Return why a model is not compared."""
    return (
        f"{short_name(model)} is not compared: it lacks {of_problems(count)} "
        "that most models were given"
    )


def names(models: tuple[str, ...]) -> str:
    """Return models one after the other."""
    return ", ".join(map(short_name, models))

"""What each study says of each family: many answers of a smaller model, or one of the largest."""

from backend.answers.charges import cost_of_one
from backend.answers.comparison import compare
from backend.answers.curves import curve, opening_budget
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost
from backend.records.finding import Finding
from backend.records.question import MaxK, Question
from backend.store.studies import Studies


def findings(studies: Studies, study: str, ranker: str | None = None) -> list[Finding]:
    """Return what a study says of its families of two models or more, by unit tests or a ranker.

    Budgets are FLOPs by the paper's rule, each answer counted as 128 tokens.

    Raises:
        UserError: if the study is unknown or has no data of the ranker.
    """
    asked = Question(study, BudgetKind.FLOPS, ranker, MaxK.ALL)
    alone = Question(study, BudgetKind.FLOPS, None, MaxK.ALL)
    families: dict[str, dict[str, float]] = {}
    for model, run in studies.runs(study).items():
        one = cost_of_one(studies, alone, model)
        if run.family and not isinstance(one, NoCost):
            families.setdefault(run.family, {})[model] = one.value
    found = []
    for family, costs in families.items():
        *smaller, largest = sorted(costs, key=costs.__getitem__)
        if not smaller:
            continue
        budget = opening_budget([curve(studies, alone, largest)])
        compared = [compare(studies, asked, model, largest, budget) for model in smaller]
        samples = min(studies.run(study, model).n_fewest for model in costs)
        found.append(Finding(study, family, largest, budget, samples, tuple(compared)))
    return found

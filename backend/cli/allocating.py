"""The command that says how a budget is best spent on several models."""

import json
from typing import Annotated

import numpy as np
import typer

from backend import words
from backend.answers import reallocate as plans
from backend.answers.reallocate_ranked import ranked_within_budget
from backend.cli.app import app
from backend.cli.asking import (
    assumptions,
    checked_budget,
    problem_filter,
    question_of,
    studies_at_hand,
)
from backend.cli.options import (
    DayOption,
    DifficultyOption,
    FormatOption,
    KindOption,
    MaxKOption,
    PlatformOption,
    SelectionOption,
    StandInsOption,
    StudyOption,
    TokensOption,
)
from backend.cli.rows import Format, print_rows
from backend.errors import UserError
from backend.maths.assumptions import PAPER_TOKENS, BudgetKind
from backend.maths.budgets import affordable_k
from backend.pulse import say
from backend.records.allocation import Allocation, HeldOutGain, Planned, Policy
from backend.records.question import UNIT_TESTS, MaxK, Question
from backend.records.scores import none_if_nan
from backend.store.studies import Studies


@app.command()
def reallocate(
    study: StudyOption,
    budget: Annotated[
        float | None, typer.Option(help="Per problem, on average where the first pass ends it.")
    ] = None,
    target: Annotated[
        float | None,
        typer.Option(help="Percent to solve, as it is shown: the cheapest plan that does."),
    ] = None,
    models: Annotated[
        str | None, typer.Option(help="Those at hand, as `models` lists, with commas between.")
    ] = None,
    policy: Annotated[
        Policy | None,
        typer.Option(
            help="Of one model; several that all answer; or, without it, one after another."
        ),
    ] = None,
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    tokens: TokensOption = str(PAPER_TOKENS),
    stand_ins: StandInsOption = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Say how a budget is best spent on the models at hand, whose answers tests or a ranker pick.

    With --target, which plan reaches a score for the least; a --budget is then the most that it may
    cost.
    """
    studies = studies_at_hand()
    question = question_of(
        studies,
        study,
        budget_kind,
        selection,
        max_k,
        problems=problem_filter(difficulty, platform, since, until),
        costs=assumptions(tokens, stand_ins=stand_ins),
    )
    pool = tuple(name.strip() for name in models.split(",") if name.strip()) if models else ()
    limit = None if budget is None else checked_budget(budget)
    if question.ranker is not None:
        found = _ranked(studies, question, limit, target, pool, policy)
    elif target is not None:
        if not 0 < target <= 100:
            raise UserError(f"--target is {target:g}, but must be above 0 and at most 100 percent")
        found = plans.to_reach(studies, question, target, pool, policy or Policy.CASCADE)
        if limit is not None and affordable_k(limit, np.array([found.best.cost])) == 0:
            cost = words.amounts.amount(found.best.cost, found.unit)
            raise UserError(f"{target:g} % cost at least {cost}, more than --budget {limit:g}")
    elif limit is not None:
        found = plans.within_budget(studies, question, limit, pool, policy or Policy.CASCADE)
    else:
        raise UserError("say what may be spent (--budget) or what is to be reached (--target)")
    if output is Format.JSON:
        print(json.dumps(_json(found, limit, studies.study(study).title), indent=2))
        return
    print_rows(words.allocation.rows(found), output)
    if output is Format.TABLE:
        charges = plans.charges_of(studies, question, found)
        title = studies.study(study).title
        _print_words(found, title, words.costs.cautions(budget_kind, charges))


def _ranked(
    studies: Studies,
    question: Question,
    budget: float | None,
    target: float | None,
    models: tuple[str, ...],
    policy: Policy | None,
) -> Allocation:
    if policy is not None:
        raise UserError("a ranker's picks are planned for one model alone: leave --policy out")
    if target is not None or budget is None:
        raise UserError("a ranker's picks are planned for a --budget, not for a --target")
    return ranked_within_budget(studies, question, budget, models)


def _print_words(found: Allocation, study: str, cautions: list[str]) -> None:
    said = words.allocation
    notes = [
        said.once(found),
        said.worst(found),
        *cautions,
        *said.taken_for_granted(found),
        *said.left_out(found),
    ]
    print(f"\n{said.advice(found, study)}")
    print(f"Certainty: {said.certainty(found)}.")
    if against := said.against_single(found):
        print(f"Several or one: {against}.")
    for note in filter(None, notes):
        say(f"Note: {note}.")


def _json(found: Allocation, budget: float | None, study: str) -> dict[str, object]:
    """Return what was found; `best.policy` is that of the plan, `single` where it is of one model.

    Whether it stops at the first pass is the searched policy's to say: of a mix not even one does.
    """
    best = found.best
    return {
        "study": found.study,
        "budget_kind": found.budget_kind.value,
        "budget": budget,
        **({} if found.target is None else {"target": found.target}),
        **({} if found.ranker is None else {"ranker": found.ranker}),
        "unit": found.unit,
        "gain_unit": words.allocation.gain_unit(found),
        "stop_at_first_pass": found.stops,
        "single": _single(found.single) if found.single else None,
        "best": {
            "policy": (found.policy if len(best.parts) > 1 else Policy.SINGLE).value,
            "parts": [{"model": part.model, "k": part.k} for part in best.parts],
            "score": best.score,
            "lo": none_if_nan(best.low),
            "hi": none_if_nan(best.high),
            "cost": best.cost,
            "worst_cost": best.worst_cost,
        },
        "gain": _gain(found.gain, found.n_problems),
        "advice": words.allocation.advice(found, study),
    }


def _single(planned: Planned) -> dict[str, object]:
    (part,) = planned.parts
    return {"model": part.model, "k": part.k, "score": planned.score, "cost": planned.cost}


def _gain(gain: HeldOutGain | None, problems: int) -> dict[str, object]:
    """Return what plans of several are worth on other problems, null where the best is of one."""
    if gain is None:
        return {"value": None, "lo": None, "hi": None, "problems": problems}
    return {
        "value": gain.value,
        "lo": none_if_nan(gain.low),
        "hi": none_if_nan(gain.high),
        "problems": gain.problems,
    }

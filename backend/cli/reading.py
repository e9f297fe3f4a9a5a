"""Commands that build and read the data file."""

import json
from typing import Annotated

import typer

from backend import words
from backend.answers import comparison, curves
from backend.answers.holdings import holdings
from backend.cli.app import app
from backend.cli.asking import (
    assumptions,
    checked_budget,
    problem_filter,
    question_of,
    studies_at_hand,
)
from backend.cli.options import (
    BudgetOption,
    DayOption,
    DifficultyOption,
    FormatOption,
    KindOption,
    MaxKOption,
    PlatformOption,
    SelectionOption,
    StandInsOption,
    StopFirstOption,
    StudyOption,
    TokensOption,
)
from backend.cli.rows import Format, print_rows
from backend.maths.assumptions import PAPER_TOKENS, BudgetKind
from backend.pulse import say
from backend.records.comparison import Comparison, Side
from backend.records.question import UNIT_TESTS, MaxK, Question
from backend.records.scores import none_if_nan, stopping
from backend.store import store_directory
from backend.store.build import build_store
from backend.store.studies import Studies
from backend.words.names import short_name


@app.command()
def build() -> None:
    """Build the data file from the published data, beside whatever the workbench holds."""
    path = build_store(store_directory(), say)
    print(path)


@app.command()
def studies(output: FormatOption = Format.TABLE) -> None:
    """List the studies, by what they are good for."""
    rows: list[dict[str, object]] = [
        {
            "id": held.study.id,
            "title": held.study.title,
            "purpose": held.study.purpose,
            "n_models": held.n_models,
            "n_problems": held.study.n_problems,
            "n_samples": held.most,
            "n_rankers": held.n_rankers,
            "texts": held.texts,
        }
        for held in holdings(studies_at_hand())
    ]
    print_rows(rows, output)


@app.command()
def models(study: StudyOption, output: FormatOption = Format.TABLE) -> None:
    """List a study's models, by family and size; n_params is empty where it is not public.

    mean_tokens is the mean length of the answers, empty where the study recorded none.
    """
    rows: list[dict[str, object]] = [
        {
            "id": run.model.name,
            "title": short_name(run.model.name),
            "family": run.family,
            "n_params": run.model.architecture.total_parameters if run.model.architecture else None,
            "n_problems": run.n_problems,
            "n_samples": run.n_samples,
            "mean_tokens": run.model.mean_tokens,
        }
        for run in studies_at_hand().runs(study).values()
    ]
    print_rows(rows, output)


@app.command()
def curve(
    study: StudyOption,
    model: Annotated[str, typer.Option(help="Model, as `models` lists.")],
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    stop_first: StopFirstOption = False,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    tokens: TokensOption = str(PAPER_TOKENS),
    stand_ins: StandInsOption = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Print a model's score in percent for every k that its samples allow."""
    studies = studies_at_hand()
    question = question_of(
        studies,
        study,
        budget_kind,
        selection,
        max_k,
        problems=problem_filter(difficulty, platform, since, until),
        costs=assumptions(tokens, stand_ins=stand_ins),
        stop_first=stop_first,
    )
    print_rows(curves.curve(studies, question, model).rows(), output)


@app.command()
def compare(
    study: StudyOption,
    small: Annotated[str, typer.Option(help="The small model, as `models` lists.")],
    large: Annotated[str, typer.Option(help="The large model.")],
    budget: BudgetOption,
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    stop_first: StopFirstOption = False,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    tokens: TokensOption = str(PAPER_TOKENS),
    stand_ins: StandInsOption = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Compare two models at one budget: who wins, by how much, how sure, and at what saving."""
    checked_budget(budget)
    studies = studies_at_hand()
    question = question_of(
        studies,
        study,
        budget_kind,
        selection,
        max_k,
        problems=problem_filter(difficulty, platform, since, until),
        costs=assumptions(tokens, stand_ins=stand_ins),
        stop_first=stop_first,
    )
    result = comparison.compare(studies, question, small, large, budget)
    warnings = _warnings(studies, question, result)
    if output is Format.JSON:
        print(json.dumps(_comparison_json(result) | {"warnings": warnings}, indent=2))
        return
    sides = [
        {"role": role} | _side_json(side)
        for role, side in (("small", result.small), ("large", result.large))
    ]
    print_rows(sides, output)
    if output is Format.TABLE:
        _print_words(studies, question, result, warnings)


def _warnings(studies: Studies, question: Question, result: Comparison) -> list[str]:
    """Return all that a reader of the verdict must know, a sentence each."""
    sides = result.small, result.large
    unseen = comparison.after_cut_offs(
        studies, question, sides[0].point.model, sides[1].point.model, result.budget
    )
    charges = {side.point.model: side.charge for side in sides}
    ended = words.comparison.data_end(result)
    return [
        *words.costs.cautions(question.budget_kind, charges),
        *([ended] if ended else []),
        *words.comparison.reservations(result),
        *([words.comparison.unseen(unseen)] if unseen else []),
    ]


def _print_words(
    studies: Studies, question: Question, result: Comparison, warnings: list[str]
) -> None:
    """Print the verdict and all that belongs to it, a line each."""
    small, large = result.small.point.model, result.large.point.model
    redrawn = comparison.redrawn(studies, question, small, large, result.budget)
    models = [run.model for run in studies.runs(question.study).values()]
    charges = [result.small.charge, result.large.charge]
    lengths = words.costs.lengths(question.budget_kind, charges, models, question.assumptions)
    taken = words.costs.tests_as_judges(question)
    notes = [*warnings, *([lengths] if lengths else []), *taken]
    print(f"\n{words.comparison.in_full(result, redrawn, notes)}")


def _side_json(side: Side) -> dict[str, object]:
    point = side.point
    return {
        "model": point.model,
        "k": point.k,
        "budget_used": point.budget_used,
        "score": point.score,
        "lo": none_if_nan(point.low),
        "hi": none_if_nan(point.high),
        "data_ends": point.data_ends,
        "cost_origin": side.charge.one.origin.value,
    } | (stopping(point.answers, point.worst) if point.stops else {})


def _comparison_json(result: Comparison) -> dict[str, object]:
    return {
        "study": result.study,
        "budget_kind": result.budget_kind.value,
        "budget": result.budget,
        "small": _side_json(result.small),
        "large": _side_json(result.large),
        "difference": {
            "value": result.difference.value,
            "lo": none_if_nan(result.difference.low),
            "hi": none_if_nan(result.difference.high),
            "bound_lo": none_if_nan(result.difference.bound_low),
            "bound_hi": none_if_nan(result.difference.bound_high),
        },
        "break_even": list(result.break_even),
        "saving": result.saving.value,
        "saving_lo": result.saving.low,
        "saving_hi": result.saving.high,
        "verdict": result.verdict.value,
        "n_problems": result.n_problems,
        "unit": result.unit,
        "regions": [
            {"from": region.start, "to": region.end, "verdict": region.verdict.value}
            for region in result.regions
        ],
    }

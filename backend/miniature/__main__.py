"""`python -m backend.miniature`: train the models, and redo the whole study."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from backend import words
from backend.benchmarks.minifunctions.problems import problems
from backend.cli.app import end_on_sigterm, run_commands
from backend.cli.options import QuietOption, UnsafeOption, WorkersOption
from backend.errors import unknown_name
from backend.miniature.family import SIZES, Size
from backend.store import store_directory
from backend.store.pointer import open_current

_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / "data" / "miniature"
_SMOKE_STEPS = 100
_SMOKE_SIZES = 2

SmokeOption = Annotated[
    bool, typer.Option("--smoke", help="Minutes instead of hours: see that every part works.")
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The miniature study: problems and models of the project's own.",
)


@app.command()
def train(
    size: Annotated[
        list[str] | None, typer.Option(help=f"{', '.join(SIZES)}; may be repeated. Default: all.")
    ] = None,
    smoke: SmokeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Train the models that are not trained yet; stop it any time, call it again."""
    # Imported here: PyTorch takes seconds to load.
    from backend.miniature.train import train as train_one  # noqa: PLC0415

    end_on_sigterm()
    for name in size or ():
        if name not in SIZES:
            raise unknown_name("size", name, SIZES)
    for one in _sizes(smoke):
        if not size or one.name in size:
            print(train_one(one, _folder(smoke), quiet=quiet), flush=True)


@app.command()
def tests(
    path: Annotated[Path, typer.Argument(help="Where to write them, as lines of JSON.")],
) -> None:
    """Write what rankers may run: the examples in docstrings, and inputs of no known output."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        for made in problems():
            name, call = made.function.name, made.function.call
            shown = [f"{name}({value!r}) == {call(value)!r}" for value in made.examples]
            inputs = [f"{name}({value!r})" for value in made.inputs]
            row = {"task_id": made.id, "tests": shown, "inputs": inputs}
            file.write(json.dumps(row) + "\n")
    print(path)


@app.command()
def report(
    study: Annotated[str, typer.Option(help="Id of the study.")] = "miniature",
) -> None:
    """Print what the study says as tables in Markdown."""
    from backend.miniature.report import report as lines  # noqa: PLC0415

    for line in lines(open_current(store_directory()), study):
        print(line)


@app.command(name="all")
def everything(
    smoke: SmokeOption = False,
    workers: WorkersOption = None,
    unsafe_local: UnsafeOption = False,
    quiet: QuietOption = False,
) -> None:
    """Redo the study: train, sample, grade, rank, publish; stop any time, call again."""
    from backend.experiment.run import run_experiment  # noqa: PLC0415

    train(smoke=smoke, quiet=quiet)
    tests(_folder(smoke) / "tests.jsonl")
    run_experiment(
        _ROOT / "experiments" / f"{_folder(smoke).name}.toml",
        store_directory(),
        workers=workers,
        unsafe_local=unsafe_local,
        quiet=quiet,
    )
    print(words.runs.PUBLISHED)


def _folder(smoke: bool) -> Path:
    return _FOLDER.with_name("miniature-smoke") if smoke else _FOLDER


def _sizes(smoke: bool) -> list[Size]:
    sizes = list(SIZES.values())
    return [replace(s, steps=_SMOKE_STEPS) for s in sizes[:_SMOKE_SIZES]] if smoke else sizes


if __name__ == "__main__":
    run_commands(app)

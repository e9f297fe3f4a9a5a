"""Options that several commands share."""

import datetime as dt
from typing import Annotated

import typer

from backend.cli.rows import Format
from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK
from backend.records.raw_sample import Form

StudyOption = Annotated[str, typer.Option("--study", help="Id of the study, as `studies` lists.")]
BudgetOption = Annotated[
    float, typer.Option("--budget", help="Per problem: TFLOPs, seconds, dollars, samples.")
]
KindOption = Annotated[BudgetKind, typer.Option("--budget-kind", help="What a budget counts.")]
SelectionOption = Annotated[str, typer.Option(help="unit-tests, or ranker:NAME.")]
MaxKOption = Annotated[MaxK, typer.Option("--max-k", help="Up to half the samples, or all n.")]
StopFirstOption = Annotated[
    bool,
    typer.Option(
        "--stop-first",
        help="Draw answers until one passes: k is a cap, and budgets are spent on average.",
    ),
]
TokensOption = Annotated[
    str,
    typer.Option(help="Length of one answer in tokens, or 'measured': the mean in this study."),
]
StandInsOption = Annotated[
    bool,
    typer.Option(
        "--stand-ins", help="Charge models without a published cost as the study's stand-ins."
    ),
]
WorkersOption = Annotated[int | None, typer.Option(min=1, help="By default one for each CPU.")]
FormOption = Annotated[
    Form | None,
    typer.Option(
        help="What the samples are; by default what their file says: a completion, or "
        "a whole program. A chat answer has its program somewhere in it."
    ),
]
CutOption = Annotated[
    bool,
    typer.Option(
        "--cut/--no-cut",
        help="End completions where the benchmark's rule says, or take them whole.",
    ),
]
UnsafeOption = Annotated[
    bool,
    typer.Option(
        "--unsafe-local", help="Run untrusted programs without a sandbox: limits, nothing else."
    ),
]
TimeLimitOption = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.05,
        help="CPU seconds of a program on a test; by default ten times the reference's, at least "
        "0.5, or without a reference what the benchmark allows (APPS 4, HumanEval 3).",
    ),
]
MemoryLimitOption = Annotated[
    int | None, typer.Option("--memory-limit", min=64, help="MiB of a process; by default 1024.")
]
OutputLimitOption = Annotated[
    int | None,
    typer.Option(
        "--output-limit", min=1, help="MiB that a program may write; by default 2 above the tests'."
    ),
]
PackagesOption = Annotated[
    str | None,
    typer.Option(
        "--packages",
        metavar="DIR",
        help="An environment or site-packages folder that programs and tests may import from, or "
        "'own' for this program's.",
    ),
]
TrustOption = Annotated[
    bool,
    typer.Option(
        "--trust-model-code", help="Run the code that a model brings, as the user that you are."
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress bar.")]
FormatOption = Annotated[Format, typer.Option("--format")]
DifficultyOption = Annotated[
    list[str] | None, typer.Option(help="Only problems of this difficulty; may be repeated.")
]
PlatformOption = Annotated[
    list[str] | None, typer.Option(help="Only problems of this platform; may be repeated.")
]
DayOption = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"])]

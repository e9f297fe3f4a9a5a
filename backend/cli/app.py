"""The program itself, to which the other files add their commands, and how it ends."""

import signal
import sys
from collections.abc import Sequence

import duckdb
import typer

from backend.cli.terminal import plain_output
from backend.errors import InterruptedWorkError, UserError
from backend.pulse import say

_FULL = "No space left on device"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Budgetscope: the same compute, one large model or many samples of a small one?",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    run_commands(app, arguments)


def run_commands(commands: typer.Typer, arguments: Sequence[str] | None = None) -> None:
    """Run a command; bad input ends with one sentence and exit code 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _refuse_bytes(given)
        with plain_output():
            commands(args=given)
    except UserError as error:
        say(f"error: {error}")
        sys.exit(2)
    except InterruptedWorkError as error:
        say(f"stopped: {error}; what was done is kept, call again to go on")
        sys.exit(1)
    except duckdb.Error as error:
        if _FULL not in str(error):
            raise
        say(f"stopped: the disk is full; what was done is kept, call again to go on ({error})")
        sys.exit(1)


def _refuse_bytes(arguments: Sequence[str]) -> None:
    """Refuse arguments that are no text, which could be neither stored nor printed."""
    for place, argument in enumerate(arguments, 1):
        try:
            str(argument).encode()
        except UnicodeEncodeError as error:
            raise UserError(
                f"argument {place} ('{argument}') is not UTF-8: write it in UTF-8"
            ) from error


def end_on_sigterm() -> None:
    """Let SIGTERM end the program as Ctrl-C does, so that an engine's processes end with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))

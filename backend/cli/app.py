"""The program itself, to which the other files add their commands, and how it ends."""

import sys
from collections.abc import Sequence

import duckdb
import typer

from backend.errors import InterruptedWorkError, UserError

_FULL = "No space left on device"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Budgetscope: the same compute, one large model or many samples of a small one?",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; bad input ends with one sentence and exit code 2."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except InterruptedWorkError as error:
        print(f"stopped: {error}; what was done is kept, call again to go on", file=sys.stderr)
        sys.exit(1)
    except duckdb.Error as error:
        if _FULL not in str(error):
            raise
        print(
            f"stopped: the disk is full; what was done is kept, call again to go on ({error})",
            file=sys.stderr,
        )
        sys.exit(1)

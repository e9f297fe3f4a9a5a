"""A progress bar for sampling: samples, tokens a second, time left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)


class SamplingProgress:
    """Bars on standard error, or, quiet, a line for each run."""

    def __init__(self, quiet: bool) -> None:
        """Say whether bars are drawn."""
        self._quiet = quiet
        self._console = Console(stderr=True)

    def say(self, line: str) -> None:
        """Write a line."""
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def run(self, name: str, total: int) -> Iterator[Callable[[int, int], None]]:
        """Yield a function to be called with how many more samples and tokens there are."""
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(),
        )
        tokens = 0
        if self._quiet:
            self.say(f"{name}: {total} samples to draw")
        with Progress(*columns, console=self._console, disable=self._quiet) as bar:
            task = bar.add_task(name, total=total, speed="")

            def advance(samples: int, more: int) -> None:
                nonlocal tokens
                tokens += more
                elapsed = bar.tasks[task].elapsed or 0.0
                speed = f"{tokens / elapsed:,.0f} tokens/s" if elapsed > 0 else ""
                bar.update(task, advance=samples, speed=speed)

            yield advance

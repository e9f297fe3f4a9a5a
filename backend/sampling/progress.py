"""A progress bar for sampling, or lines for a log: samples, tokens a second, time left."""

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

from backend.plain_text import one_line
from backend.pulse import counted, pulse
from backend.words.amounts import duration


class SamplingProgress:
    """Bars on standard error, or, quiet, a line for each run and then every half minute."""

    def __init__(self, quiet: bool) -> None:
        """Say whether bars are drawn."""
        self._quiet = quiet
        self._console = Console(stderr=True)

    def say(self, line: str) -> None:
        """Write a line."""
        self._console.print(one_line(line), highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Say what is done, and again as long as it lasts."""
        self.say(what)
        with pulse(lambda seconds: f"{what}: {duration(seconds)} so far", wanted=self._quiet):
            yield

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
        done, tokens, name = 0, 0, one_line(name)

        def line(seconds: float) -> str:
            speed = f"{tokens / seconds:,.0f} tokens/s" if tokens else ""
            return f"{name}: {counted(done, total, 'samples', speed, seconds)}"

        if self._quiet:
            self.say(f"{name}: {total} samples to draw")
        with (
            Progress(*columns, console=self._console, disable=self._quiet) as bar,
            pulse(line, wanted=self._quiet),
        ):
            task = bar.add_task(name, total=total, speed="")

            def advance(samples: int, more: int) -> None:
                nonlocal done, tokens
                done += samples
                tokens += more
                elapsed = bar.tasks[task].elapsed or 0.0
                speed = f"{tokens / elapsed:,.0f} tokens/s" if elapsed > 0 else ""
                bar.update(task, advance=samples, speed=speed)

            yield advance

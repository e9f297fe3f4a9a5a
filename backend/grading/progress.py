"""A progress bar for grading and ranking, or lines for a log: counts, rate, time left."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from backend.plain_text import one_line
from backend.pulse import counted, pulse

_Item = TypeVar("_Item")


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Return the rate in samples a second."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "-/s")


def with_progress(
    chunks: Iterable[list[_Item]], total: int, what: str, quiet: bool, units: str = "samples"
) -> Iterator[_Item]:
    """Yield the items of chunks one by one under a progress bar on standard error.

    Quiet, it is a line every half minute.
    """
    done, what = 0, one_line(what)

    def line(seconds: float) -> str:
        return f"{what}: {counted(done, total, units, _speed(done, seconds), seconds)}"

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with (
        Progress(*columns, console=Console(stderr=True), disable=quiet) as progress,
        pulse(line, wanted=quiet),
    ):
        task = progress.add_task(what, total=total)
        for chunk in chunks:
            yield from chunk
            done += len(chunk)
            progress.advance(task, len(chunk))


def _speed(done: int, seconds: float) -> str:
    each = done / seconds if seconds > 0 else 0.0
    return f"{each:,.3g}/s" if each < 100 else f"{each:,.0f}/s"

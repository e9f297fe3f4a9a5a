"""A progress bar for grading, with rate and time left."""

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

_Item = TypeVar("_Item")


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Return the rate in samples a second."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "-/s")


def with_progress(
    chunks: Iterable[list[_Item]], total: int, what: str, quiet: bool
) -> Iterator[_Item]:
    """Yield the items of chunks one by one under a progress bar on standard error."""
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        task = progress.add_task(what, total=total)
        for chunk in chunks:
            yield from chunk
            progress.advance(task, len(chunk))

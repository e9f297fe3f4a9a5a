"""What studies say of families, as a table in Markdown."""

from collections.abc import Iterator, Sequence

from backend.records.comparison import Comparison
from backend.records.finding import Finding, Standing, standing
from backend.words.amounts import amount
from backend.words.counts import points
from backend.words.names import short_labels, short_name

_HEADER = (
    "| Study | Problems x samples | One answer of | Clearly better | Too close | Clearly worse "
    "| Samples end |\n| :-- | :-- | :-- | :-- | :-- | :-- | :-- |"
)
_COLUMNS = (Standing.BETTER, Standing.CLOSE, Standing.WORSE, Standing.UNKNOWN)


def table(found: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of a table: a line for each family, a column for each way to stand."""
    yield from _HEADER.splitlines()
    for each in found:
        yield _row(each)


def _row(found: Finding) -> str:
    names = short_labels([found.largest, *(it.small.point.model for it in found.smaller)])
    large = found.smaller[0].large.point
    one = f"{short_name(found.largest)} ({large.score:.1f} %, {amount(found.budget, 'TFLOPs')})"
    counts = " ".join(dict.fromkeys(f"{it.n_problems:,}" for it in found.smaller))
    cells = [f"`{found.study}`", f"{counts} x {found.samples:,}", one]
    for column in _COLUMNS:
        those = [it for it in found.smaller if standing(it) is column]
        cells.append("; ".join(_answers(it, names[it.small.point.model]) for it in those) or "-")
    return f"| {' | '.join(cells)} |"


def _answers(found: Comparison, name: str) -> str:
    """Return a smaller model's answers with their lead: "8B x 4 (+6.0: +2.6 to +9.4)"."""
    lead = found.difference
    ends = " to ".join(map(_end, lead.ends))
    return f"{name} x {found.small.point.k} ({points(lead.value)}: {ends})"


def _end(value: float) -> str:
    """Return an interval's end, with decimals enough to tell on which side of zero it is."""
    return points(value) if round(value, 1) else f"{value:+.2f}"

"""What the budget chart is sent, as types; `sent.py` makes it."""

from typing import Literal, NewType, TypedDict

from pages.parts.charts.budget.texts import TextsMessage, UnitMessage
from pages.parts.charts.palette import Colour

Float64s = NewType("Float64s", str)
"""Numbers as the bytes of their little-endian array, in base 64; so are the next two."""
Float32s = NewType("Float32s", str)
Int32s = NewType("Int32s", str)


class AxisMessage(TypedDict):
    """The budget axis: from where to where, and whether each tick carries a unit of its own.

    `tick` is the room in pixels that the text of a tick takes.
    """

    title: str
    range: tuple[float, float]
    mixed: bool
    tick: int


class PackedMessage(TypedDict):
    """A curve by stops of the slider: scores in percent and costs of the k that a stop pays for.

    Stop `pays` of the grid is the first to pay for each of the k, rising; from stop `ends` on it
    would pay for more than there is data for. Where the first answer that passes is the last,
    `answers` are drawn on average of at most k, and `worst` is what all k cost; else None.
    """

    model: str
    label: str
    k: Int32s
    answers: Float64s | None
    budget: Float64s
    worst: Float64s | None
    score: Float64s
    low: Float32s | None
    high: Float32s | None
    pays: Int32s
    ends: int


class CurveMessage(PackedMessage):
    """A curve that is drawn: its k are also those that a line is drawn to.

    The last step is drawn up to the budget `end`. `drawn`, `marked` and `published` are places in
    the arrays. `band` says whether its interval is drawn.
    """

    colour: Colour
    end: float
    drawn: list[int]
    marked: list[int]
    published: list[int]
    measured: bool
    band: bool


class EntryMessage(PackedMessage):
    """A line of the table: `colour` is None where its curve is not drawn.

    `pick` says what a click does: it adds the curve, takes it away, or nothing. `apart` is how its
    costs are written where they cannot be ranked with the others', else None.
    """

    family: str
    size: str
    problems: int
    colour: Colour | None
    pick: Literal["add", "remove"] | None
    apart: str | None


class MarkMessage(TypedDict):
    """A model's one answer without selection, in percent; `level` is empty where none is drawn."""

    label: str
    colour: Colour
    budget: float
    single: float
    greedy: float | None
    level: str


class RegionMessage(TypedDict):
    """Budgets of which one verdict holds; `colour` is the leader's, None where there is none."""

    start: float
    end: float
    colour: Colour | None
    wins: bool
    text: str


class ArrowMessage(TypedDict):
    """From the large model's point to where the small one reaches its score."""

    tip: float
    start: float
    score: float
    text: str


class DuelMessage(TypedDict):
    """The pair as places among the curves, and what is said of it at the chosen stop.

    `colour` is that of the model that wins, None where nobody does.
    """

    small: int
    large: int
    colour: Colour | None
    headline: str
    certainty: str
    remarks: list[str]
    regions: list[RegionMessage]
    saving: ArrowMessage | None
    all_samples: int | None
    compared: bool


class ReachMessage(TypedDict):
    """The scores, in percent, that the line across the chart stops at; `stop` is the chosen."""

    targets: Float64s
    stop: int


class Content(TypedDict):
    """What the chart shows; `grid` are the slider's budgets, `stop` is the place of the chosen.

    With `reach` the line lies at a score instead. `apart` says why some entries are not ranked.
    `library` is where the browser finds plotly.js.
    """

    curves: list[CurveMessage]
    entries: list[EntryMessage]
    apart: str
    grid: Float64s
    stop: int
    reach: ReachMessage | None
    offers_score: bool
    unit: UnitMessage
    exact_unit: UnitMessage
    texts: TextsMessage
    axis: AxisMessage
    marks: list[MarkMessage]
    duel: DuelMessage | None
    scope: str
    title: str
    source: str
    named: str
    key: str
    library: str


class Message(Content):
    """The same with a digest of it, and one of what is drawn, whatever the budget."""

    revision: str
    drawing: str

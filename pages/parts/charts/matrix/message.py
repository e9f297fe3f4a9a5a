"""What the matrix of pairs is sent, as types; `sent.py` makes it."""

from typing import NewType, TypedDict

from pages.parts.charts.budget.message import Float32s, Float64s, Int32s
from pages.parts.charts.budget.texts import UnitMessage
from pages.parts.charts.palette import Colour

Int16s = NewType("Int16s", str)
"""Numbers as the bytes of their little-endian array, in base 64; so are the next."""
Int8s = NewType("Int8s", str)


class MatrixTexts(TypedDict):
    """The texts of `words.pairs`, by name."""

    slider: str
    budget: str
    type_a_number: str
    beyond: str
    matrix: str
    figure: str
    best: str
    best_of_means: str
    ended: str
    none_paid: str
    told_apart: str
    by_chance: str
    leader: str
    nothing_compared: str
    how: str
    lead_within: str
    lead_alone: str
    unpaid: str
    apart: str
    verdicts: list[str]
    legend: list[str]
    key: str
    count: str
    once: str


class ModelMessage(TypedDict):
    """A row and a column; `colour` where it is ever the best, other than its neighbours' there."""

    model: str
    label: str
    family: str
    colour: Colour | None


class RowMessage(TypedDict):
    """A model's leads over all others, by the stops from which on they are others.

    For each stop and each other model: the `lead`, its `low` and `high` end in tenths of points
    (the least number where there is none), and the `mark`: a place among the texts of verdicts, -1
    where nothing is compared. `k` are the own answers, one number for a stop where they are as many
    beside all others.
    """

    stops: Int32s
    k: Int32s
    lead: Int16s
    low: Int16s
    high: Int16s
    mark: Int8s


class BestMessage(TypedDict):
    """The best at each budget, up to `end`; `model` are places among the models."""

    budget: Float64s
    model: Int32s
    k: Int32s
    score: Float32s
    low: Float32s | None
    high: Float32s | None
    held: Float32s | None
    share: Float32s | None
    ended: Int32s
    end: float


class MatrixContent(TypedDict):
    """What is shown; `grid` are the slider's budgets, `stop` is the place of the chosen.

    `problems` are those that a row's and a column's model share, row by row. `most` is the lead, in
    points, that has the full colour; `colours` are the row's and the column's. `chance` is how
    often two that do not differ look clear. Where the axis of budgets is `mixed`, each tick carries
    a unit of its own.
    """

    models: list[ModelMessage]
    grid: Float64s
    stop: int
    problems: Int32s
    measured: bool
    rows: list[RowMessage]
    best: BestMessage | None
    unit: UnitMessage
    mixed: bool
    texts: MatrixTexts
    most: float
    chance: float
    colours: tuple[str, str]


class MatrixMessage(MatrixContent):
    """The same with a digest of it."""

    revision: str

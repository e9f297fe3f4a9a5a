"""What a page asks the budget chart to show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from backend.maths.assumptions import BudgetKind
from backend.maths.verdicts import Region
from backend.records.scores import Curve, References
from pages.parts.charts.palette import Colour


@dataclass(frozen=True)
class Mark:
    """A model's one answer without selection: a circle and a star.

    Where it is there to be beaten, `level` is written on a line across the chart.
    """

    label: str
    colour: Colour
    scores: References
    level: str = ""


@dataclass(frozen=True)
class Arrow:
    """How far left of the large model's point the small one reaches its score, with a few words.

    `tip` is the budget at which it does, `start` what the large one spends, `score` is in percent.
    """

    tip: float
    start: float
    score: float
    text: str


@dataclass(frozen=True)
class Duel:
    """The pair, and what is said of it at the chosen budget, in plain text.

    `winner` is the model that wins, None where nobody does.
    `regions` come with a phrase each. `all_samples` is how many answers a curve could reach if all
    samples were used, None where they are, or where that is for nobody to choose. `compared` says
    whether what the two need for a score may be.
    """

    small: str
    large: str
    headline: str
    winner: str | None = None
    certainty: str = ""
    remarks: Sequence[str] = ()
    regions: Sequence[tuple[Region, str]] = ()
    saving: Arrow | None = None
    all_samples: int | None = None
    compared: bool = True


@dataclass(frozen=True)
class Entry:
    """A line of the table: a model that has a place on the axis, drawn or not."""

    curve: Curve
    label: str
    family: str = ""
    size: str = ""


@dataclass(frozen=True)
class Shown:
    """Curves over a budget axis, and what stands around them.

    Of the `banded` models the interval is drawn too: many over each other would tell nothing.
    `budget` is the chosen one in `unit`; with a `target`, in percent, a line lies across the chart
    at that score instead, and what each model needs for it is shown; `offers_score` says whether a
    visitor may set one. `scope` names what a zoom belongs to: with another one it is given up.
    `named` is the head of the table's first column. Without `entries` the table has the curves
    themselves, and none can be picked.
    """

    curves: Sequence[Curve]
    labels: Mapping[str, str]
    colours: Mapping[str, Colour]
    kind: BudgetKind
    unit: str
    budget: float
    banded: Collection[str]
    scope: str
    title: str
    source: str
    named: str
    marks: Sequence[Mark] = ()
    duel: Duel | None = None
    entries: Sequence[Entry] = ()
    target: float | None = None
    offers_score: bool = False

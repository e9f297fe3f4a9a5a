"""What answers of a study's models cost, as a file to edit in a spreadsheet, and back from one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backend.answers.costs import COUNTED, Costed
from backend.errors import UserError, unknown_name
from backend.files.spreadsheet import csv_rows, csv_text, marked
from backend.maths.assumptions import MOST_BILLIONS, MOST_TOKENS, Assumptions, BudgetKind
from backend.maths.costs import ModelFacts, NoCost
from backend.maths.unit_costs import answer_tokens, usual_price, usual_size, usual_tokens
from backend.plain_text import one_line
from backend.words.costs import origin
from backend.words.names import short_name

MOST_BYTES = 1 << 20
_LONGEST = 40  # characters of a wrong cell that are told
_SAME = 1e-9
_NAMES = {BudgetKind.FLOPS: "tflops", BudgetKind.TIME: "seconds", BudgetKind.DOLLARS: "dollars"}


@dataclass(frozen=True)
class Setting:
    """What can be set of one model; None where it goes by the rule for all models.

    Billions of weights that a token is multiplied by, tokens of an answer, and dollars per million
    tokens that it reads and that it writes.
    """

    size: float | None = None
    tokens: float | None = None
    input_price: float | None = None
    price: float | None = None


COLUMNS = {
    "billion_active_weights": "size",
    "output_tokens": "tokens",
    "dollars_per_million_input_tokens": "input_price",
    "dollars_per_million_output_tokens": "price",
}
"""The columns of a file that can be set, and the fields of `Setting` that they are."""


def own(model: str, assumptions: Assumptions) -> Setting:
    """Return what was set of a model."""
    values = (
        assumptions.sizes,
        assumptions.lengths,
        assumptions.input_prices,
        assumptions.prices,
    )
    return Setting(*(dict(each).get(model) for each in values))


def in_force(model: ModelFacts, assumptions: Assumptions) -> Setting:
    """Return what counts for a model, set or by the rule; None where nobody knows.

    Of tokens that are read the price only where it was set: else it is that of those written.
    """
    price, each = usual_price(model, assumptions), own(model.name, assumptions)
    return Setting(
        usual_size(model) if each.size is None else each.size,
        answer_tokens(model, assumptions),
        each.input_price,
        price if each.price is None else each.price,
    )


def apart(model: ModelFacts, wanted: Setting, assumptions: Assumptions) -> Setting:
    """Return what has to be set for `wanted` to count: nothing of what the rule gives anyway.

    A price that the rule gave before is none of one's own where another size changes the rule's.
    """
    sizes = () if wanted.size is None else ((model.name, wanted.size),)
    price = usual_price(model, replace(assumptions, sizes=sizes))
    return Setting(
        _unless(wanted.size, usual_size(model)),
        _unless(wanted.tokens, usual_tokens(model, assumptions)),
        wanted.input_price,
        _unless(_unless(wanted.price, price), usual_price(model, assumptions)),
    )


def written(costs: Sequence[Costed], assumptions: Assumptions) -> str:
    """Return the file: a row for each model, what can be set, then what comes of it."""
    return csv_text([_row(each, assumptions) for each in costs])


def read(
    models: Mapping[str, ModelFacts], assumptions: Assumptions, data: bytes
) -> dict[str, Setting]:
    """Return what a file sets of each model that it has a row for.

    A file needs the column `model` and one of `COLUMNS`; an empty cell goes by the rule. Columns
    that `written` works out are not read.

    Args:
        models: those of the study, by name.
        assumptions: by which it is decided what the rule gives anyway.
        data: what the file holds.

    Raises:
        UserError: says in one sentence what is wrong, with the line and the column.
    """
    known = {str(marked(name)): name for name in models}
    found: dict[str, Setting] = {}
    for line, cells in csv_rows(data, MOST_BYTES):
        if not found:
            _check_columns(cells)
        name = _model(line, cells.get("model", ""), known)
        if name in found:
            raise UserError(f"line {line}: model '{short_name(name)}' has a row already")
        wanted = Setting(
            **{
                field: _number(line, column, cells.get(column, ""), MOST[field])
                for column, field in COLUMNS.items()
            }
        )
        found[name] = apart(models[name], wanted, assumptions)
    if not found:
        raise UserError("the file has no rows")
    return found


MOST: Mapping[str, float] = {
    "size": MOST_BILLIONS,
    "tokens": MOST_TOKENS,
    "input_price": math.inf,
    "price": math.inf,
}
"""How much each field of `Setting` may be; all are above 0."""


def _check_columns(cells: Mapping[str, str]) -> None:
    worked_out = {name for kind in COUNTED for name in (_NAMES[kind], f"{_NAMES[kind]}_from")}
    known = ["model", *COLUMNS]
    for name in cells:
        if name not in {*known, *worked_out, ""}:
            raise UserError(f"line 1: {unknown_name('column', name, known)}")
    if "model" not in cells:
        raise UserError("line 1: there is no column 'model'")
    if not set(COLUMNS) & set(cells):
        raise UserError(f"line 1: there is none of the columns {', '.join(COLUMNS)}")


def _model(line: int, name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        raise UserError(f"line {line}: {unknown_name('model', name, list(known))}")
    return known[name]


def _number(line: int, column: str, text: str, most: float) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (0 < value <= most and math.isfinite(value)):
        limit = f" and at most {most:,.0f}" if math.isfinite(most) else ""
        raise UserError(
            f"line {line}: {column} must be a number above 0{limit}, not "
            f"'{one_line(text, _LONGEST)}'"
        )
    return value


def _unless(value: float | None, usual: float | None) -> float | None:
    same = value is not None and usual is not None and math.isclose(value, usual, rel_tol=_SAME)
    return None if same else value


def _row(each: Costed, assumptions: Assumptions) -> dict[str, object]:
    setting = in_force(each.model, assumptions)
    row: dict[str, object] = {"model": each.model.name}
    row |= {column: getattr(setting, field) for column, field in COLUMNS.items()}
    for kind, cost in each.costs.items():
        known = None if isinstance(cost, NoCost) else cost
        row[_NAMES[kind]] = known.value if known else None
        row[f"{_NAMES[kind]}_from"] = origin(known) if known else None
    return row

"""The matrix of pairs as it is sent: what changes from stop to stop of the slider, packed."""

import base64
import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from backend import words as facts
from backend.records.frontier import Frontier
from backend.records.pairs import Change, Sweep
from backend.records.scores import Ints
from pages.parts import words
from pages.parts.charts.budget.message import Float32s, Float64s, Int32s
from pages.parts.charts.budget.texts import mixed, unit_message
from pages.parts.charts.matrix.message import (
    BestMessage,
    Int8s,
    Int16s,
    MatrixContent,
    MatrixMessage,
    MatrixTexts,
    ModelMessage,
    RowMessage,
)
from pages.parts.charts.palette import CHANCE, LARGE, RANKERS, SMALL, TESTS, Colour

_UNKNOWN = np.iinfo(np.int16).min
_LINE: tuple[Colour, ...] = (*RANKERS, TESTS, CHANCE)
_LEAST = 5.0  # points: a smaller lead never has the full colour


@dataclass(frozen=True)
class Shown:
    """What a page asks the matrix to show, at a `budget` that is one of the sweep's.

    `stops` says whether answers are drawn until one passes, so that k is the most of them.
    """

    sweep: Sweep
    best: Frontier | None
    budget: float
    unit: str
    labels: Mapping[str, str]
    families: Mapping[str, str]
    stops: bool = False


def message_of(shown: Shown) -> MatrixMessage:
    """Return the matrix' data, ready for JSON; `revision` changes with anything in it."""
    sweep = shown.sweep
    colours = _colours(shown.best)
    content = MatrixContent(
        models=[
            ModelMessage(
                model=model,
                label=shown.labels[model],
                family=shown.families[model],
                colour=colours.get(model),
            )
            for model in sweep.models
        ],
        grid=Float64s(_packed(sweep.budgets, "<f8")),
        stop=int(np.searchsorted(sweep.budgets, shown.budget)),
        problems=_int32s(sweep.n_problems),
        measured=sweep.measured,
        rows=_rows(sweep),
        best=_best(shown.best, sweep.models) if shown.best else None,
        unit=unit_message(shown.unit),
        mixed=mixed(shown.unit, float(sweep.budgets[0])),
        texts=_texts(shown.best, stops=shown.stops),
        most=_most(sweep.changes),
        chance=facts.pairs.LEVEL,
        colours=(SMALL[0], LARGE[0]),
    )
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
    return MatrixMessage(**content, revision=digest)


def _texts(best: Frontier | None, *, stops: bool) -> MatrixTexts:
    said = words.pairs
    names = MatrixTexts.__annotations__.keys() - {"key", "count"}
    texts = {name: getattr(said, name.upper()) for name in names}
    texts |= {"key": "", "count": said.count(stops=stops)}
    if best:
        problems = facts.counts.of_problems(best.n_problems)
        texts["key"] = said.key(len(best.models), problems, measured=best.measured, stops=stops)
    return cast(MatrixTexts, texts)


def _colours(best: Frontier | None) -> dict[str, Colour]:
    """Return a colour of each model that is ever the best.

    Each has one of its own as far as there are colours; then neighbours have others.
    """
    found: dict[str, Colour] = {}
    stretches = [model for model, _ in groupby(step.model for step in (best.steps if best else ()))]
    beside = [*pairwise(stretches), *pairwise(stretches[::-1])]
    for model in dict.fromkeys(stretches):
        used, near = Counter(found.values()), {found.get(b) for a, b in beside if a == model}
        free = [colour for colour in _LINE if colour not in near]
        found[model] = min(free or _LINE, key=lambda colour: used[colour])
    return found


def _rows(sweep: Sweep) -> list[RowMessage]:
    changes = sorted(sweep.changes, key=lambda change: (change.model, change.stop))
    models = [change.model for change in changes]
    starts = np.searchsorted(models, np.arange(len(sweep.models) + 1)).tolist()
    leads = [change.leads for change in changes]
    stops = np.array([change.stop for change in changes])
    k = np.stack([each.k for each in leads])
    lead, low, high = (
        _tenths(np.stack(values))
        for values in zip(*((each.difference, each.low, each.high) for each in leads), strict=True)
    )
    mark = np.stack([each.verdict for each in leads])
    return [
        RowMessage(
            stops=_int32s(stops[own]),
            k=_int32s(_answers(k[own], met)),
            lead=Int16s(_packed(lead[own], "<i2")),
            low=Int16s(_packed(low[own], "<i2")),
            high=Int16s(_packed(high[own], "<i2")),
            mark=Int8s(_packed(mark[own], "<i1")),
        )
        for own, met in zip(map(slice, starts, starts[1:]), sweep.n_problems > 0, strict=True)
    ]


def _answers(k: Ints, met: NDArray[np.bool_]) -> Ints:
    """Return the answers beside each other model, or one number where they are the same for all."""
    beside = k[:, met]
    return beside[:, 0] if (beside == beside[:, :1]).all() else k


def _most(changes: Sequence[Change]) -> float:
    """Return the lead that few exceed: the full colour is not for one pair alone."""
    leads = np.abs(np.concatenate([change.leads.difference for change in changes]))
    known = leads[np.isfinite(leads)]
    return max(float(np.quantile(known, 0.95)), _LEAST) if known.size else _LEAST


def _best(best: Frontier, models: Sequence[str]) -> BestMessage:
    steps = best.steps
    place = {model: at for at, model in enumerate(models)}
    return BestMessage(
        budget=Float64s(_packed(np.array([each.budget for each in steps]), "<f8")),
        model=_int32s(np.array([place[each.model] for each in steps])),
        k=_int32s(np.array([each.k for each in steps])),
        score=Float32s(_packed(np.array([each.score for each in steps]), "<f4")),
        low=_known([each.low for each in steps]),
        high=_known([each.high for each in steps]),
        held=_known([each.held_out for each in steps]),
        share=_known([each.share for each in steps]),
        ended=_int32s(np.array([each.data_ends for each in steps])),
        end=best.end,
    )


def _known(values: Sequence[float]) -> Float32s | None:
    if any(map(math.isnan, values)):
        return None
    return Float32s(_packed(np.array(values), "<f4"))


def _int32s(values: NDArray[np.generic]) -> Int32s:
    return Int32s(_packed(values, "<i4"))


def _tenths(points: NDArray[np.float64]) -> NDArray[np.float64]:
    tenths = np.round(10 * points)
    return np.where(np.isnan(tenths), _UNKNOWN, tenths)


def _packed(values: NDArray[np.generic], kind: str) -> str:
    return base64.b64encode(values.astype(kind).tobytes()).decode()

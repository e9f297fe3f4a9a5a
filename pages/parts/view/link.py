"""The view as a link: every choice is in the page's address, and nothing else decides the view."""

import datetime as dt
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from backend import catalogue
from backend.errors import UserError, unknown_name
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.plain_text import one_line
from backend.records.question import MaxK, ProblemFilter, Question, ranker_of, selection_of
from backend.records.samples import Show
from backend.store.studies import Studies
from pages.parts.text.foreign import NAME
from pages.parts.view.view import View, opening, settle

Parameters = Mapping[str, Sequence[str]]

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)
_DEFAULT = Assumptions()
_MOST_DIGITS = 20
_MOST_NOTES = 3  # about one parameter
_MOST_VALUES = 100  # of one parameter that are read
_ON_OFF = {"on": True, "off": False}

TOKENS = (1, 100_000)
GPU_COUNT = (1, 1024)
BATCH = (1, 4096)
BYTES_PER_WEIGHT = (0.5, 1.0, 2.0, 4.0)


def write(view: View, budget: float | None) -> dict[str, list[str]]:
    """Return the parameters of a link that opens `view` at `budget`.

    The study, the pair and a budget that was chosen are always there; other choices only where
    they differ from the default.
    """
    question, assumed, problems = (
        view.question,
        view.question.assumptions,
        view.question.problems,
    )
    always = {
        "study": [question.study],
        "small": [view.small],
        "large": [view.large],
        "by": [question.budget_kind.value],
    }
    chosen: dict[str, list[str]] = {
        "budget": [] if budget is None else [f"{budget:.12g}"],
        "also": list(view.further),
        "unit": ["relative"] if question.relative else [],
        "select": [] if question.ranker is None else [selection_of(question.ranker)],
        "ranker_cost": [] if question.ranker_cost else ["off"],
        "max_k": [] if question.max_k is Question.max_k else [question.max_k.value],
        "bands": [] if view.bands else ["off"],
        "problem": [view.problem] if view.problem else [],
        "show": [] if view.show is View.show else [view.show.value],
        "order": [] if view.order == View.order else [view.order],
        "difficulty": list(problems.difficulty),
        "platform": list(problems.platform),
        "from": [problems.since.isoformat()] if problems.since else [],
        "to": [problems.until.isoformat()] if problems.until else [],
        "tokens": _changed(assumed.tokens, _DEFAULT.tokens),
        "length": ["measured"] if assumed.measured_tokens else [],
        "stand_ins": ["on"] if assumed.stand_ins else [],
        "attention": ["on"] if assumed.attention else [],
        "gpu": _changed(assumed.gpu.name, _DEFAULT.gpu.name),
        "gpus": _changed(assumed.gpu_count, _DEFAULT.gpu_count),
        "batch": _changed(assumed.batch, _DEFAULT.batch),
        "bytes": _changed(assumed.bytes_per_weight, _DEFAULT.bytes_per_weight),
        "price": [f"{model}={price:.12g}" for model, price in assumed.prices],
    }
    return always | {name: values for name, values in chosen.items() if values}


def read(parameters: Parameters, snapshot: Studies) -> tuple[View, list[str]]:
    """Return the view that a link opens, and a note for each value that had to be replaced."""
    link = _Link(parameters)
    studies = snapshot.studies
    study = link.take("study", next(iter(studies)), _one_of("study", studies))
    first = opening(snapshot, study)
    model = _one_of(f"model of study {study}", snapshot.runs(study))
    question = Question(
        study=study,
        budget_kind=link.take("by", Question.budget_kind, _member("budget kind", BudgetKind)),
        ranker=link.take("select", None, ranker_of),
        max_k=link.take("max_k", Question.max_k, _member("reach", MaxK)),
        relative=link.take("unit", False, lambda text: _named(text, {"relative": True})),
        ranker_cost=link.take("ranker_cost", True, lambda text: _named(text, _ON_OFF)),
        problems=ProblemFilter(
            difficulty=tuple(link.take_all("difficulty", str)),
            platform=tuple(link.take_all("platform", str)),
            since=link.take("from", None, _day),
            until=link.take("to", None, _day),
        ),
        assumptions=_assumptions(link, model),
    )
    view = View(
        question=question,
        small=link.take("small", first.small, model),
        large=link.take("large", first.large, model),
        further=tuple(link.take_all("also", model)),
        budget=link.take("budget", None, _number(0, math.inf)),
        bands=link.take("bands", True, lambda text: _named(text, _ON_OFF)),
        problem=link.take("problem", None, str),
        show=link.take("show", View.show, _member("kind of answers", Show)),
        order=link.take("order", View.order, str),
    )
    settled, notes = settle(snapshot, view)
    return settled, link.notes + notes


@dataclass
class _Link:
    parameters: Parameters
    notes: list[str] = field(default_factory=list)

    def take(self, name: str, default: _Value, parse: Callable[[str], _Value]) -> _Value:
        """Parse the last value of a parameter; on a bad one note it and keep the default."""
        values = self.parameters.get(name) or []
        parsed = self._parse(name, values[-1:], parse)
        return parsed[0] if parsed else default

    def take_all(self, name: str, parse: Callable[[str], _Value]) -> list[_Value]:
        """Parse all values of a repeated parameter, leaving bad ones out with a note."""
        return self._parse(name, (self.parameters.get(name) or [])[:_MOST_VALUES], parse)

    def _parse(
        self, name: str, texts: Sequence[str], parse: Callable[[str], _Value]
    ) -> list[_Value]:
        good: list[_Value] = []
        bad = []
        for text in dict.fromkeys(texts):
            try:
                good.append(parse(text))
            except UserError as error:
                bad.append(f"{name}={one_line(text, NAME)} in the link was not used: {error}")
        if len(bad) > _MOST_NOTES:
            bad[_MOST_NOTES:] = [f"{len(bad) - _MOST_NOTES} more of {name} were not used either"]
        self.notes += bad
        return good


def _assumptions(link: _Link, model: Callable[[str], str]) -> Assumptions:
    gpus = catalogue.gpus()

    def price(text: str) -> tuple[str, float]:
        name, _, amount = text.rpartition("=")
        return model(name), _number(0, math.inf)(amount)

    return replace(
        _DEFAULT,
        tokens=link.take("tokens", _DEFAULT.tokens, _whole(*TOKENS)),
        measured_tokens=link.take("length", False, lambda text: _named(text, {"measured": True})),
        stand_ins=link.take("stand_ins", False, lambda text: _named(text, _ON_OFF)),
        attention=link.take("attention", False, lambda text: _named(text, _ON_OFF)),
        gpu=link.take("gpu", _DEFAULT.gpu, lambda text: gpus[_one_of("GPU", gpus)(text)]),
        gpu_count=link.take("gpus", _DEFAULT.gpu_count, _whole(*GPU_COUNT)),
        batch=link.take("batch", _DEFAULT.batch, _whole(*BATCH)),
        bytes_per_weight=link.take(
            "bytes",
            _DEFAULT.bytes_per_weight,
            lambda text: _named(text, {f"{value:g}": value for value in BYTES_PER_WEIGHT}),
        ),
        prices=tuple(sorted(dict(link.take_all("price", price)).items())),
    )


def _changed(value: float | str, default: float | str) -> list[str]:
    if value == default:
        return []
    return [value if isinstance(value, str) else f"{value:.12g}"]


def _one_of(what: str, known: Collection[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in known:
            raise unknown_name(what, text, known)
        return text

    return parse


def _named(text: str, values: Mapping[str, _Value]) -> _Value:
    if text not in values:
        raise UserError(f"it must be {' or '.join(values)}")
    return values[text]


def _member(what: str, kind: type[_Choice]) -> Callable[[str], _Choice]:
    one_of = _one_of(what, [member.value for member in kind])
    return lambda text: kind(one_of(text))


def _number(low: float, high: float) -> Callable[[str], float]:
    """Parse a number with low < number < high."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low < value < high:
            raise UserError(f"it must be a number above {low:g}")
        return value

    return parse


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or len(text) > _MOST_DIGITS or not low <= int(text) <= high:
            raise UserError(f"it must be a whole number from {low} to {high}")
        return int(text)

    return parse


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError("it must be a day like 2023-09-01") from error

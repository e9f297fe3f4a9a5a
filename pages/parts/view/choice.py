"""A line of the view's table: how one choice goes into links, and which studies it applies to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from backend.answers import Studies
from pages.parts.view.spelling import Spelling

_Value = TypeVar("_Value")
_NO_LIMIT = 1_000_000

# Of all studies and a view; the view is typed where they are written, since it is made of choices.
Among = Callable[[Studies, Any], Sequence[Any]]
Lacking = Callable[[Studies, Any, Sequence[Any]], Sequence[str]]
Instead = Callable[[Studies, Any], Any]


@dataclass(frozen=True)
class Choice(Generic[_Value]):
    """How a field of the view is spelled, and what becomes of values that do not apply.

    Attributes:
        parameter: its name in links.
        spelling: of the value, or of each one of a tuple (`many`).
        default: what is not written into links, unless `always`.
        many: whether the field is a tuple.
        always: whether every link has it.
        rescales: whether a budget chosen before a change of it means something else after.
        of_study: whether it starts anew with another study.
        among: the values that apply to a view, None where all do.
        most: how many of them apply at once.
        lacking: what to tell of values that do not apply.
        instead: what is taken in place of one, if not the default.
    """

    parameter: str
    spelling: Spelling[_Value]
    default: Any = None
    many: bool = False
    always: bool = False
    rescales: bool = False
    of_study: bool = False
    among: Among | None = None
    most: int = _NO_LIMIT
    lacking: Lacking | None = None
    instead: Instead | None = None

    def texts(self, value: Any) -> list[str]:
        """Return how a value stands in a link: not at all where it goes without saying."""
        if value == self.default and not self.always:
            return []
        return [self.spelling.write(each) for each in (value if self.many else (value,))]

    def settle(self, studies: Studies, view: Any, value: Any) -> tuple[Any, list[str]]:
        """Return the value, or what is taken instead where it does not apply, and notes on that."""
        if self.among is None:
            return value, []
        among = self.among(studies, view)
        if self.many:
            wanted = [each for each in dict.fromkeys(value) if each in among]
            kept = wanted[: self.most]
            settled: Any = tuple(each for each in among if each in kept)
            gone = [each for each in value if each not in kept]
        elif value is None or value in among:
            return value, []
        else:
            settled = self.instead(studies, view) if self.instead else self.default
            gone = [value]
        told = self.lacking(studies, view, gone) if self.lacking and gone else ()
        return settled, list(told)


def required(choice: Choice[_Value]) -> _Value:
    """Return the dataclass field of a choice that every view must be given."""
    made: _Value = field(metadata={"choice": choice})
    return made


def one(choice: Choice[_Value]) -> _Value:
    """Return the dataclass field of a choice of one value."""
    made: _Value = field(default=choice.default, metadata={"choice": choice})
    return made


def several(choice: Choice[_Value]) -> tuple[_Value, ...]:
    """Return the dataclass field of a choice of any number of values."""
    many = replace(choice, many=True, default=())
    made: tuple[_Value, ...] = field(default=(), metadata={"choice": many})
    return made

"""How values are spelled in links: read from text, tolerantly of nothing, and written back."""

import datetime as dt
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from backend.answers import Studies
from backend.errors import UserError, unknown_name
from backend.records.question import ranker_of, selection_of
from pages.parts import words

_MOST_DIGITS = 20

_Value = TypeVar("_Value")
_Name = TypeVar("_Name", bound=str)
_Member = TypeVar("_Member", bound=StrEnum)


@dataclass(frozen=True)
class At:
    """Where a link leads: what its names mean depends on it. The study is "" while it is read."""

    studies: Studies
    study: str


class Spelling(Protocol[_Value]):
    """How a value is spelled."""

    def read(self, text: str, at: At, /) -> _Value:
        """Return the value of a text.

        Raises:
            UserError: says what the text must be.
        """

    def write(self, value: _Value, /) -> str:
        """Return the text from which `read` gets the value."""


@dataclass(frozen=True)
class Text:
    """Any text; whether it means something is for the study to say."""

    def read(self, text: str, _: At) -> str:
        """Return the text."""
        return text

    def write(self, value: str) -> str:
        """Return the text."""
        return value


@dataclass(frozen=True)
class StudyId:
    """A study, by its id; links to one that it had before open it too."""

    def read(self, text: str, at: At) -> str:
        """Return the study's id as it is now."""
        return at.studies.study(text).id

    def write(self, value: str) -> str:
        """Return the id."""
        return value


@dataclass(frozen=True)
class Selection:
    """A ranker, spelled as on the command line."""

    def read(self, text: str, _: At) -> str | None:
        """Return the ranker's name, None for the unit tests."""
        return ranker_of(text)

    def write(self, value: str | None) -> str:
        """Return "ranker:NAME", or "unit-tests"."""
        return selection_of(value)


@dataclass(frozen=True)
class Named(Generic[_Value]):
    """One of a few values, each by the word that stands for it."""

    values: Mapping[str, _Value]

    def read(self, text: str, _: At) -> _Value:
        """Return the value of a word."""
        if text not in self.values:
            raise UserError(words.links.one_of(self.values))
        return self.values[text]

    def write(self, value: _Value) -> str:
        """Return the word for a value."""
        return next(word for word, named in self.values.items() if named == value)


ON_OFF = Named({"on": True, "off": False})


@dataclass(frozen=True)
class OneOf(Generic[_Name]):
    """A name out of many; `what` calls one of them."""

    what: Callable[[At], str]
    known: Callable[[At], Collection[_Name]]

    def read(self, text: str, at: At) -> _Name:
        """Return the name itself."""
        known = self.known(at)
        for name in known:
            if name == text:
                return name
        raise unknown_name(self.what(at), text, known)

    def write(self, value: _Name) -> str:
        """Return the name."""
        return str(value)


def member(what: Callable[[], str], kind: type[_Member]) -> OneOf[_Member]:
    """Return the spelling of the members of an enumeration."""
    return OneOf(lambda _: what(), lambda _: list(kind))


@dataclass(frozen=True)
class Number:
    """A finite number above 0, `most` or less, written with twelve digits."""

    most: float = math.inf

    def read(self, text: str, _: At) -> float:
        """Return the number."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 < value <= self.most or math.isinf(value):
            raise UserError(words.links.above_zero(self.most))
        return value

    def write(self, value: float) -> str:
        """Return the number's digits."""
        return f"{value:.12g}"


@dataclass(frozen=True)
class Within(Number):
    """A number from `least` to `most`, both of which may be taken."""

    least: float = 0.0

    def read(self, text: str, at: At) -> float:
        """Return the number."""
        value = super().read(text, at)
        if value < self.least:
            raise UserError(words.links.within(self.least, self.most))
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`, both of which may be taken."""

    low: int
    high: int

    def read(self, text: str, _: At) -> int:
        """Return the number."""
        digits = text.isdecimal() and len(text) <= _MOST_DIGITS
        if not digits or not self.low <= int(text) <= self.high:
            raise UserError(words.links.whole(self.low, self.high))
        return int(text)

    def write(self, value: int) -> str:
        """Return the number's digits."""
        return str(value)


@dataclass(frozen=True)
class Day:
    """A day: 2023-09-01."""

    def read(self, text: str, _: At) -> dt.date:
        """Return the day."""
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise UserError(words.links.DAY) from error

    def write(self, value: dt.date) -> str:
        """Return the day as it is read."""
        return value.isoformat()


@dataclass(frozen=True)
class Each(Generic[_Name]):
    """A number above 0 for a name: "NAME=0.5"."""

    name: OneOf[_Name]
    number: Number

    def read(self, text: str, at: At) -> tuple[_Name, float]:
        """Return the name and its number."""
        name, _, number = text.rpartition("=")
        return self.name.read(name, at), self.number.read(number, at)

    def write(self, value: tuple[_Name, float]) -> str:
        """Return both, with "=" between them."""
        return f"{self.name.write(value[0])}={self.number.write(value[1])}"

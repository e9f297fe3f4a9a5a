"""What is odd about the answers of a run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FewCame:
    """Fewer samples came than were asked for."""

    came: int
    asked: int


@dataclass(frozen=True)
class Unread:
    """So many of the answers that came have no log-likelihoods."""

    unread: int
    came: int


@dataclass(frozen=True)
class ThoughtOnly:
    """So many of the answers that came are empty with reasoning beside them."""

    empty: int
    came: int


@dataclass(frozen=True)
class Alike:
    """All answers are the same text, in so many groups of those that have two answers or more.

    A group are the answers to a problem, or, `together`, those of one request.
    """

    alike: int
    groups: int
    together: bool


Remark = FewCame | Unread | ThoughtOnly | Alike

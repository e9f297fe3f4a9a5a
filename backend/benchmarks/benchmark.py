"""What a benchmark says of itself: typed alike for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend.records.problem import Cut, Problem, Question

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Hub:
    """A data set on a hub, one split of it, and how many problems it has by difficulty."""

    data_set: str
    split: str
    sizes: Mapping[str | None, int]


@dataclass(frozen=True)
class Benchmark:
    """Where a benchmark's rows come from, and what becomes of them and of samples.

    Attributes:
        rows: a hub's data set, or a function that makes the same rows each time.
        problem: returns a row's problem; raises KeyError, TypeError, ValueError, AttributeError,
            SyntaxError or RecursionError where a row is none.
        question: returns a problem as models are asked it.
        cut: the rule by which completions end.
        program: returns the program that a completion makes, cut or not.
        whole: returns the program that the code in a chat model's answer makes.
        stand_alone: returns the program that a sample makes which stands for itself.
        repeated: returns where the body begins in a completion that repeats the function's head,
            else 0.
        in_test_split: tells which rows are asked, of a file that holds all splits.
    """

    rows: Hub | Callable[[], list[dict[str, Any]]]
    problem: Callable[[Row], Problem]
    question: Callable[[Problem], Question]
    cut: Cut
    program: Callable[[Problem, str], str]
    whole: Callable[[Problem, str], str]
    stand_alone: Callable[[Problem, str], str] = lambda _, text: text
    repeated: Callable[[Problem, str], int] = lambda _problem, _completion: 0
    in_test_split: Callable[[Row], bool] = lambda _row: True

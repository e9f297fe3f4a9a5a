"""The order of problems, and which two answers are held against each other."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest

from backend.records.samples import Answer, Answers, Listed, Standing
from pages.parts.problems.difference import differing, opposite
from pages.parts.problems.order import direction, in_order, next_sort, sorted_by
from pages.parts.view.view import View

VIEW = View(study="s", small="a", large="b")
ROWS = [
    Standing(name, None, {"a": small, "b": large, "c": other}, picked, nobody=False)
    for name, small, large, other, picked in (
        ("p1", 0.5, 0.5, 1.0, 0.5),
        ("p2", 1.0, 0.0, 0.0, 0.5),
        ("p3", 0.0, 1.0, math.nan, 0.0),
        ("p4", 1.0, 0.5, 0.5, 0.0),
        ("p5", math.nan, 1.0, 0.5, 0.0),
    )
]
NO_SCORES: Mapping[str, float] = {}


@pytest.mark.parametrize(
    ("listed", "sort", "order"),
    [
        (Listed.ALL, None, "p1 p2 p3 p4 p5"),
        (Listed.NOBODY, None, "p1 p2 p3 p4 p5"),
        (Listed.SMALL, None, "p2 p4 p1 p3 p5"),
        (Listed.LARGE, None, "p3 p1 p4 p2 p5"),
        (Listed.FOOLED, None, "p4 p2 p1 p3 p5"),
        (Listed.SMALL, "problem", "p1 p2 p3 p4 p5"),
        (Listed.ALL, "difference", "p2 p4 p1 p3 p5"),
        (Listed.ALL, "-difference", "p3 p1 p4 p2 p5"),
        (Listed.ALL, "c", "p1 p4 p5 p2 p3"),
        (Listed.ALL, "-c", "p2 p4 p5 p1 p3"),
        (Listed.ALL, "not there", "p1 p2 p3 p4 p5"),
    ],
)
def test_problems_are_in_the_order_of_their_list_or_as_sorted(
    listed: Listed, sort: str | None, order: str
) -> None:
    view = replace(VIEW, listed=listed, sort=sort)
    assert " ".join(row.problem for row in in_order(ROWS, view)) == order


def test_a_head_sorts_highest_first_then_lowest_first() -> None:
    assert sorted_by(VIEW) == "problem"
    for now, expected, after in (
        ("problem", "none", "a"),
        ("a", "descending", "-a"),
        ("-a", "ascending", "a"),
        (None, "none", "a"),
    ):
        assert (direction("a", now), next_sort("a", now)) == (expected, after)
    assert (direction("problem", "problem"), next_sort("problem", "problem")) == (
        "ascending",
        "problem",
    )


def answers(model: str, *passed: bool | None) -> Answers:
    shown = [
        Answer(f"{model}{at}", 1, False, True, 1, each, None, None, None, None, None, NO_SCORES)
        for at, each in enumerate(passed)
    ]
    return Answers(model, shown, len(passed), sum(map(bool, passed)), len(passed))


@pytest.mark.parametrize(
    ("sides", "place", "other"),
    [
        ([answers("a", False, False, True), answers("b", True)], (0, 0), (0, 2)),
        ([answers("a", False, None), answers("b", False, True)], (0, 0), (1, 1)),
        ([answers("a", False, None), answers("b", False)], (0, 1), (1, 0)),
        ([answers("a", True, False), answers("b", False)], (0, 0), (1, 0)),
        ([answers("a", False, False)], (0, 1), (0, 0)),
        ([answers("a", True), answers("b")], (0, 0), None),
        ([answers("a"), answers("b", False)], (1, 0), None),
    ],
)
def test_a_wrong_answer_is_held_against_a_right_one_near_it(
    sides: list[Answers], place: tuple[int, int], other: tuple[int, int] | None
) -> None:
    assert opposite(sides, place) == other


def test_a_difference_has_all_lines_and_nothing_where_there_is_none() -> None:
    assert differing("\n  a\n  b\n", "  a\r\n  c\r\n  d") == ["   a", "-  b", "+  c", "+  d"]
    assert differing("same", "\nsame\n") == []
    assert differing("a\u202eb", "a") == ["-a\\u202eb", "+a"]

"""What failed: the function by its own name, the call, what it should have given, and gave."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from backend.answers.failures import failure
from backend.records.samples import Answer, Failure, Prompt
from pages.parts import words

NO_SCORES: Mapping[str, float] = {}
LINE = "assertion in line 3 of the tests"
ASKED = Prompt(None, "def check(candidate):\n    assert candidate(0) == 1\n\ncheck(compute)\n")


def answer(
    test: str | None,
    detail: str | None = LINE,
    passed: bool | None = False,
    last: tuple[str | None, str | None] = (None, None),
) -> Answer:
    return Answer("", 1, False, True, 3, passed, "failed", detail, test, *last, NO_SCORES)


def told(
    call: str | None = None,
    expected: str | None = None,
    test: str | None = None,
    last: str | None = None,
    came_back: str | None = None,
    detail: str | None = None,
) -> Failure:
    return Failure(call, expected, test, last, came_back, detail)


@pytest.mark.parametrize(
    ("test", "call", "expected"),
    [
        ("assert candidate(795) == [0, 1]", "compute(795)", "[0, 1]"),
        ("assert candidate('candidate') == 'x == y'", "compute('candidate')", "'x == y'"),
        ("assert candidate(1, b=[2]) == 3, 'why'", "compute(1, b=[2])", "3"),
        ("assert similar('é') == 'ü'", "similar('é')", "'ü'"),
        ("assert sorted(candidate(1)) == [2]", "sorted(candidate(1))", "[2]"),
    ],
)
def test_a_call_and_what_it_should_give_are_told_apart(test: str, call: str, expected: str) -> None:
    assert failure(answer(test), ASKED) == told(call, expected)


@pytest.mark.parametrize(
    "test",
    [
        "assert abs(candidate(1) - 2) < 1e-6",
        "assert candidate(1)",
        "assert candidate('cut in the mid",
        "for i in range(3): assert candidate(i) == i",
        "a = 1; assert candidate(1) == 2",
        "assert 1 == candidate(1) == 2",
        "\0",
        "(" * 250,
    ],
)
def test_another_test_is_told_as_it_is(test: str) -> None:
    assert failure(answer(test), ASKED) == told(test=test)


def test_a_function_keeps_the_name_that_tests_call_it_by_where_its_own_is_not_known() -> None:
    found = failure(answer("assert candidate(1) == 2"), Prompt(None, None))
    assert found == told("candidate(1)", "2")


def test_what_is_not_an_assertion_is_told_by_its_detail() -> None:
    raised = "NameError: name 'number' is not defined"
    assert failure(answer(None, raised), ASKED) == told(detail=raised)
    assert failure(answer("assert candidate(1)", raised), ASKED) == told(
        test="assert candidate(1)", detail=raised
    )


@pytest.mark.parametrize(
    ("test", "last", "expected"),
    [
        ("assert candidate(7) == 2", "compute(7)", told("compute(7)", "2")),
        ("assert candidate(10**3) == 2", "compute(1000)", told("compute(10**3)", "2")),
        ("assert candidate(x, n=1) == 2", "compute(7, n=1)", told("compute(7, n=1)", "2")),
        ("assert candidate(n=x) == 2", "compute(n=7)", told("compute(n=7)", "2")),
        ("assert candidate(candidate(7)) == 2", "compute(8)", told("compute(8)", "2")),
        ("assert candidate(1) == float('inf')", "compute(1)", told("compute(1)", "float('inf')")),
    ],
)
def test_what_came_back_is_what_the_call_of_the_assertion_returned(
    test: str, last: str, expected: Failure
) -> None:
    found = failure(answer(test, last=(last, "8")), ASKED)
    assert found == replace(expected, came_back="8")
    assert words.problems.failed(expected) == f"{expected.call}\nexpected: {expected.expected}"
    assert words.problems.failed(found).endswith(f"\nexpected: {expected.expected}\nreturned: 8")


@pytest.mark.parametrize(
    ("test", "call", "expected"),
    [
        ("assert sorted(candidate(1)) == [2]", "sorted(candidate(1))", "[2]"),
        ("assert candidate(1) == candidate(2)", None, None),
        ("assert candidate(x) == y", None, None),
        ("assert candidate(1) == 2, candidate(3)", None, None),
        ("assert got == 8", None, None),
    ],
)
def test_another_call_is_said_to_be_the_last_one(
    test: str, call: str | None, expected: str | None
) -> None:
    found = failure(answer(test, last=("compute(2)", "9")), ASKED)
    shown = None if call else test
    assert found == told(call, expected, shown, "compute(2)", "9")
    lines = words.problems.failed(found).split("\n")
    assert lines[-2:] == ["last call: compute(2)", "returned: 9"]


def test_a_call_that_raised_is_told_with_its_exception() -> None:
    found = failure(answer(None, "KeyError: 3", last=("compute(3)", None)), ASKED)
    assert found == told(last="compute(3)", detail="KeyError: 3")
    assert words.problems.failed(found) == "last call: compute(3)\nKeyError: 3"


def test_nothing_is_told_where_nothing_failed_or_nothing_is_known() -> None:
    assert failure(answer(None, "", True), ASKED) is None
    assert failure(answer("assert candidate(1)", LINE, None), ASKED) is None
    assert failure(answer(None, None), ASKED) is None

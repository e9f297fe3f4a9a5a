"""What failed: the function by its own name, the call, and what it should have given."""

from collections.abc import Mapping

import pytest

from backend.answers.failures import failure
from backend.records.samples import Answer, Failure, Prompt

NO_SCORES: Mapping[str, float] = {}
LINE = "assertion in line 3 of the tests"
ASKED = Prompt(None, "def check(candidate):\n    assert candidate(0) == 1\n\ncheck(compute)\n")


def answer(test: str | None, detail: str | None = LINE, passed: bool | None = False) -> Answer:
    return Answer("", 1, False, True, 3, passed, "failed", detail, test, NO_SCORES)


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
    assert failure(answer(test), ASKED) == Failure(call, expected, None, None)


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
    assert failure(answer(test), ASKED) == Failure(None, None, test, None)


def test_a_function_keeps_the_name_that_tests_call_it_by_where_its_own_is_not_known() -> None:
    found = failure(answer("assert candidate(1) == 2"), Prompt(None, None))
    assert found == Failure("candidate(1)", "2", None, None)


def test_what_is_not_an_assertion_is_told_by_its_detail() -> None:
    raised = "NameError: name 'number' is not defined"
    assert failure(answer(None, raised), ASKED) == Failure(None, None, None, raised)
    assert failure(answer("assert candidate(1)", raised), ASKED) == Failure(
        None, None, "assert candidate(1)", raised
    )


def test_nothing_is_told_where_nothing_failed_or_nothing_is_known() -> None:
    assert failure(answer(None, "", True), ASKED) is None
    assert failure(answer("assert candidate(1)", LINE, None), ASKED) is None
    assert failure(answer(None, None), ASKED) is None

"""Generated tests that a model wrote badly, or on purpose: counted as refused, or no tests."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rankers import generated_tests
from backend.rankers.generated_tests import assertions, read_generated_tests
from backend.records.problem import FunctionTests, Problem
from tests.stalls import long, no_stall

ADD = Problem("p", "def add(a, b):\n", FunctionTests("", "assert add(2, 3) == 5", ("add",)))


@pytest.mark.parametrize(
    "test",
    [
        f"assert add(0x{'f' * 4000}, 1) == 2",  # no longer number can be written
        f"assert add({'1+' * 900}1, 1) == 2",
        f"assert add({'-' * 900}1, 1) == 2",
        f"assert add(1, 1){'[0]' * 900} == 2",
    ],
)
def test_what_cannot_be_written_again_is_refused_and_counted(tmp_path: Path, test: str) -> None:
    path = tmp_path / "t.jsonl"
    good = "assert add(1, 1) == 2"
    path.write_text(json.dumps({"task_id": "p", "tests": [test, good]}) + "\n")
    found = read_generated_tests(path, {"p": ADD})["p"]
    assert found.assertions[-1] == "add(1, 1) == 2"
    assert len(found.assertions) + found.refused == 2


def test_a_number_that_no_python_writes_is_refused() -> None:
    assert assertions(f"assert add(0x{'f' * 4000}, 1) == 2", ADD) == []


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("add(1, 1)\n", "x\n", ""),
        ("", "\n", "x"),
        ("", " \n", "assert"),
        ("add(1, 1) == (", "\n1,", ""),
        ("add(1, 1) == (", "\n1,", ")"),
        ("add(1, ", '\\"', ""),
        ("add(1, ", "'''\n", ""),
        ("", "assert ", ""),
        ("", "\nassert add(1, 1)", ""),
        ("", "\nassert add(1, 1\n", ""),
        ("add(", "1+", "1)"),
    ],
)
def test_no_text_takes_more_than_its_length(head: str, unit: str, tail: str) -> None:
    text = long(head, unit, tail)
    with no_stall(repr(text[:40])):
        assertions(text, ADD)
    if head.endswith(")\n"):
        assert assertions(text, ADD) == ["add(1, 1)"]


WORDS = (
    *("assert ", "\nassert ", "\n", "add(1)", " == 2", "add(", ")", "[", ",", " ", "'a'", '"""'),
    *("# c", "\n    ", "x", "and ", ";", "\t", "assert", "\r\n", "$", "1_", "if a:\n", "'"),
)
PARTS = st.lists(st.sampled_from(WORDS), max_size=9).map("".join)


@given(PARTS)
def test_an_assertion_ends_where_the_simple_way_finds_its_end(text: str) -> None:
    simple = []
    for part in re.split(r"(?:^|\n)\s*assert\b|^", text):
        lines = part.strip().splitlines()
        starts = ("\n".join(lines[:count]) for count in range(len(lines), 0, -1))
        tests = (generated_tests._asserted(start, {"add"}) for start in starts)
        if test := next(filter(None, tests), None):
            simple.append(generated_tests._written(test))
    assert [each for each, _ in generated_tests._assertions(text, ADD)] == simple

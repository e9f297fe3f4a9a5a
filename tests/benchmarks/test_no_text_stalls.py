"""What models and data sets wrote is read in one pass, and read as the simple slow way reads it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.benchmarks import apps, humaneval, mbpp
from backend.benchmarks.apps_imports import with_imports
from backend.benchmarks.code_block import code_block
from backend.benchmarks.fences import _closed, _on_one_line, _opened
from backend.benchmarks.prompt import beside
from backend.benchmarks.untested import untested_check
from backend.records.problem import FunctionTests, Problem
from tests.stalls import long, no_stall

PROBLEM = Problem("p", "def f(a):\n", FunctionTests("", "assert f(1)\n", ("f",)))
GOOD = "def f(a):\n    return a\n"
LAST = f"```python\n{GOOD}```\n"


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("```python", " ", "x"),
        ("```", "x ", "`"),
        ("", "~", "`"),
        ("", "~~~ ", "`"),
        ("", " ", "x```"),
        ("", " >", "x```"),
        ("```\n", "`", "x"),
        ("```\n```", " ", "x"),
        ("```\n", "``` ", "x"),
        ("```\n", "\n", "x"),
        ("```python\ndef f(\n", "\n", ""),
        ("```python\n(\n", " def f\n", ""),
        ("", "```\n(\n", ""),
        ("", "```\n(\n```\n", ""),
        ("```python\n" + "x = 1\n" * 9000 + "(\n", "```\n#\n", ""),
        ("", "```python\nx = 1\n", ""),
        ("", "> ```\n", ""),
        ("> " * 90_000 + "```\n", "a\n", ""),
        ("", "<think>", ""),
        ("", "</think>", "x"),
        ("", "[PYTHON]", ""),
        ("import a\n", "def f(:\n", ""),
        ("import a\n", "x = 1\n", "("),
        ("", "from a", ""),
        ("", "x = 1\n", "("),
        ("```\n", " \n", "```"),
        ("```python\nif a: pass\n", "elif a: pass\n", "```\n"),
        ("```python\nx = ", "-", "1\n```\n"),
    ],
)  # fmt: skip
def test_no_answer_takes_more_than_its_length(head: str, unit: str, tail: str) -> None:
    answer = long(head, unit, tail)
    with no_stall(repr(answer[:40])):
        code_block(answer, ("f",))
        code_block(f"{answer}\n{LAST}", ("f",))


def test_a_program_in_very_many_parts_is_put_together_of_some() -> None:
    parts = "".join(f"```python\na{n} = a{n - 1}\n```\n" for n in range(20_000))
    with no_stall("a chain of blocks"):
        program = code_block(f"{parts}```python\ndef f(a):\n    return a19999\n```\n", ("f",))
    assert "\na19999 = a19998\n" in program
    assert program.endswith("    return a19999\n")
    assert len(program) < 5000


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("a", "\n#", "\n  b"),
        ("a\n#", "\n", "b"),
        ("a\n#", " \n", ""),
        ("", "\n", "def f"),
        ("", "#\n", "def f(a):"),
        ("", " ", "def f(a):"),
        ("", "@\n", "x"),
        ("", "from __future__ import a\n", ""),
        ("from __future__ import a\nx = ", "-", "1"),
        ("from __future__ import a\nx = ", "(", ""),
    ],
)
def test_no_completion_takes_more_than_its_length(head: str, unit: str, tail: str) -> None:
    text = long(head, unit, tail)
    with no_stall(repr(text[:40])):
        for module in (humaneval, mbpp, apps):
            module.CUT(text, 0)
        humaneval.CUT(text, humaneval.repeated(PROBLEM, text))
        assert text in humaneval.program(PROBLEM, text)
        humaneval.whole(PROBLEM, text)
        assert with_imports(text).endswith(text[-9:])


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("import os\n", "x\n", "("),
        ("try:\n", " a\n", ""),
        ("", "@a\n", ""),
        ("x = ", "-", "1\n"),
        ("x = ", "1+", "1\n"),
        ("x = 0x", "f", "\n"),
        ("x = '''", "\n", ""),
    ],
)
def test_no_row_of_a_benchmark_takes_more_than_its_length(head: str, unit: str, tail: str) -> None:
    text = long(head, unit, tail)
    with no_stall(repr(text[:40])):
        beside(f"{text}\ndef f():\n", "f")
        untested_check(text, "f")


def test_what_cannot_be_written_again_is_left_out_of_a_prompt_and_the_rest_kept() -> None:
    deep = "x = " + "1+" * 900 + "1\n"
    large = f"y = 0x{'f' * 9000}\n"
    assert beside(f"import os\n{deep}{large}def f():\n", "f") == "import os\n"


@pytest.mark.parametrize("number", ["²", "9" * 5000, "\u0667" * 9])
def test_a_row_of_any_number_is_in_the_test_split_or_not(number: str) -> None:
    assert not mbpp.in_test_split({"task_id": number})


def test_a_number_that_takes_long_to_read_is_no_test() -> None:
    row = {"problem_id": 1, "question": "", "input_output": '{"inputs": [%s]}' % ("7" * 900_000)}
    with no_stall("a long number"), pytest.raises(ValueError, match="more than 32,768 digits"):
        apps.problem(row)


def test_values_in_a_text_of_json_are_counted_too() -> None:
    many = '{"inputs": [' + "[]," * (1 << 22) + "[]]}"
    with pytest.raises(ValueError, match="more than 4 million values"):
        apps.problem({"problem_id": 1, "question": "", "input_output": many})


# The simple way, which goes over what it has read again and again.
OPENS = re.compile(r"^(?P<before>.*?)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
ON_ONE_LINE = re.compile(
    r"^\s*`{3,}(?:(?:python|py)\d*\s)?\s*(?P<code>[^`\n]+?)\s*`{3,}\s*$", re.IGNORECASE
)
MARKER = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*$")
WORD = re.compile(r"^[\w.+#{}:=-]*$")
LINES = st.lists(
    st.sampled_from(["`", "```", "````", "~~~", "~", " ", "\t", ">", "- ", "1.", "x", "python "]),
    max_size=9,
).map("".join)


@given(LINES)
def test_a_fence_is_opened_where_the_simple_way_finds_it(line: str) -> None:
    opened = OPENS.match(line)
    if opened and not MARKER.match(opened["before"]):
        word = WORD.match(opened["info"].strip()) and "`" not in opened["before"]
        opened = opened if word and opened["fence"][0] == "`" else None
    found = _opened(line)
    assert (found and (found.before, found.fence, found.info)) == (opened and opened.groups())


@given(LINES, st.sampled_from(["```", "````", "~~~"]))
def test_a_fence_is_closed_where_the_simple_way_finds_it(line: str, fence: str) -> None:
    closed = re.match(rf"^(?P<code>.*?){fence[0]}{{{len(fence)},}}\s*$", line)
    assert _closed(line, fence) == (closed and closed["code"])


@given(LINES)
def test_a_block_on_one_line_is_found_as_the_simple_way_finds_it(line: str) -> None:
    whole = ON_ONE_LINE.match(line)
    assert _on_one_line(line) == (whole and whole["code"])


@given(st.lists(st.sampled_from(["\n#", "\n", " ", "\t", "x", "#", "\r", "\n  x"])).map("".join))
def test_a_comment_ends_a_program_where_the_simple_way_says_so(text: str) -> None:
    goes_on = re.compile(r"(?:\n#[^\n]*|\n[ \t\r]*(?=\n))+\n[ \t]+\S")
    place = text.find("\n#")
    while place >= 0 and goes_on.match(text, place):
        place = text.find("\n#", place + 1)
    stops = [text.find(stop) for stop in mbpp.CUT.stops if stop != "\n#"]
    ends = [end for end in (place, *stops) if end >= 0]
    assert mbpp.CUT(text) == (text[: min(ends)] if ends else text)

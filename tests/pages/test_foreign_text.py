"""Foreign text on pages, in terminals and spreadsheets; and what is remembered stays bounded."""

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers import curves
from backend.benchmarks.source import load
from backend.catalogue import models
from backend.cli import main
from backend.cli.app import app, run_commands
from backend.cli.rows import Format, print_rows
from backend.cli.terminal import plain_output
from backend.errors import UserError, unknown_name
from backend.files.spreadsheet import csv_text
from backend.records.question import Question
from backend.store.snapshot.memory import MOST_BYTES, Memory
from backend.store.snapshot.snapshot import Snapshot
from backend.words.names import short_labels, short_name, told_apart, true_size
from pages.parts.text.foreign import markdown, markup
from pages.parts.text.plain import unbroken
from pages.parts.view import link
from tests.stalls import no_stall

NASTY = "\x1b[31m\u202e=evil\r\nsecond \x9b1m"


@given(st.text())
def test_nothing_is_left_in_markdown_that_means_something(text: str) -> None:
    shown = markdown(text)
    bare = shown.replace(":small[]", "\0")
    assert all(
        bare[place - 1] == "\\"
        for place, char in enumerate(bare)
        if char in "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"
    )
    assert "\\:" not in bare.replace("\\:\0", "")


def test_markdown_parts_what_works_without_escapes() -> None:
    assert markdown("https://x.y") == r"https\::small[]\/\/x\.y"
    assert markdown("www.x.y") == r"www:small[]\.x\.y"
    assert markdown("a@b.c") == r"a\@:small[]b\.c"
    assert markdown(":material/home:").startswith(r"\::small[]material")
    assert markdown("a -> b") == r"a \-:small[]\> b"
    assert markdown("L" * 4000, 60) == "L" * 59 + "…"
    assert markup("<b>\u202e&") == "&lt;b&gt;\\u202e&amp;"


def test_labels_of_models_are_short_and_told_apart() -> None:
    same = short_labels(["a/Model-7B", "b/Model-7B"])  # looked for a difference without end
    assert sorted(same.values()) == ["a/Model-7B", "b/Model-7B"]
    assert len(short_name("x/" + "L" * 4000)) == 48
    told = told_apart({"a": "L" * 4000, "b": "L" * 4000, "c": "c"})
    assert len(set(told.values())) == 3
    assert max(map(len, told.values())) < 90
    assert list(told_apart({"1": "a", "2": "a (2)", "3": "a", "4": "a"}).values()) == [
        *("a", "a (2)", "a (3)", "a (4)")
    ]
    with no_stall("many models of one name"):
        assert len(set(told_apart({str(key): "a" for key in range(100_000)}).values())) == 100_000


def test_a_model_that_is_called_nothing_large_has_a_size() -> None:
    architecture = next(each.architecture for each in models().values() if each.architecture)
    assert true_size("x-0b", architecture) is None  # divided by it


def test_an_unknown_name_of_any_length_costs_nothing_and_is_told_briefly() -> None:
    said = str(unknown_name("model", "x" * 1_000_000, ["y" * 100_000, "abc"]))
    assert len(said) < 400


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  =", "\uff1d"])
def test_no_text_is_a_formula_in_a_spreadsheet(start: str) -> None:
    row = {"model": f"{start}HYPERLINK(1)", "k": -1, "score": -2.5, "lo": None, f"{start}h": "x"}
    (header, cells) = csv.reader(io.StringIO(csv_text([row]), newline=""))
    made_safe = r"\r" if start == "\r" else f"'{start}"
    assert cells == [f"{made_safe}HYPERLINK(1)", "-1", "-2.5", "", "x"]
    assert header[-1] == f"{made_safe}h"
    assert csv_text([]) == ""


@pytest.mark.parametrize("text", ["x;=1+1", "x\t=1+1", "x; @a", "x|+1", "x\n-1", "\t=1", ";="])
def test_no_text_is_a_formula_where_another_sign_parts_cells(text: str) -> None:
    written = csv_text([{"m": text, "n": 1}]).split("\n", 1)[1]
    parts = re.split(r"[;|\t\n]", written)
    assert len(parts) > 1
    assert not [part for part in parts if part.lstrip(' "').startswith(("=", "+", "-", "@"))]
    assert csv_text([{"m": "a -b, -3 a=b", "n": -1}]).endswith('"a -b, -3 a=b",-1\n')


PAGES = sorted((Path(__file__).parents[2] / "pages").rglob("*.py"))
ESCAPES = {"markdown", "markup", "sentence", "remark", "unmarked"}
PASS_ON = re.compile(r"str|words\.[\w.]+|\w+\.append")


def test_no_page_shows_an_error_that_is_not_escaped() -> None:
    found = {path: handlers(path.read_text()) for path in PAGES}
    assert sum(map(len, found.values())) >= 8
    assert [path for path, those in found.items() if any(map(shows_it_bare, those))] == []


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("st.info(str(error))", True),
        ("st.info(f'{error}', icon=ICON)", True),
        ("line.info(words.data.waiting(str(error)))", True),
        ("told(error)", True),
        ("with tab:\n        tab.markdown(words.sentences.ended(str(error)))", True),
        ("return warned(words.data.not_rebuilt(str(error)))", True),
        ("line.info(words.data.waiting(markdown(str(error))))", False),
        ("st.caption(remark(str(error)))", False),
        ("notes.append(words.notes.left_out(name, str(error)))", False),
        ("return words.data.not_rebuilt(str(error))", False),
        ("raise UserError(words.data.not_built(str(error))) from error", False),
    ],
)
def test_an_error_is_seen_on_its_way_to_a_page(line: str, bare: bool) -> None:
    (handler,) = handlers(f"try:\n    f()\nexcept UserError as error:\n    {line}\n")
    assert shows_it_bare(handler) == bare


def handlers(source: str) -> list[ast.ExceptHandler]:
    """Return the handlers that give an error a name."""
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, ast.ExceptHandler) and node.name]


def shows_it_bare(handler: ast.ExceptHandler) -> bool:
    """Tell whether the error reaches a call that may show it, without an escape around it."""
    return handler.name in {name for line in handler.body for name in bare_names(line)}


def bare_names(node: ast.AST, shown: bool = False) -> Iterator[str]:
    """Yield the names that reach a call which is no escape and does more than pass them on."""
    if isinstance(node, ast.Raise):
        return
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called in ESCAPES:
            return
        shown = shown or not PASS_ON.fullmatch(called)
    if isinstance(node, ast.Name) and shown:
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from bare_names(child, shown)


BACKEND = Path(__file__).parents[2] / "backend"
SOURCES = [path for path in BACKEND.rglob("*.py") if "inside" not in path.parts]
OUTPUT = {"cli", "experiment", "miniature"}  # what runs within `plain_output`


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(BACKEND)))
def test_nothing_is_printed_but_by_the_doors_that_make_it_plain(path: Path) -> None:
    if path == BACKEND / "pulse.py":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
            assert path.relative_to(BACKEND).parts[0] in OUTPUT
            assert not {"file"} & {keyword.arg for keyword in node.keywords}
        assert ast.unparse(node) not in ("sys.stderr.write", "sys.stdout.write")


def test_no_escape_reaches_a_terminal_by_a_row_that_tests_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"prompt": "def f():\n", "entry_point": "f", "canonical_solution": "    return 1\n"}
    tests = "def check(f):\n    assert f() == 1\n"
    rows = [
        {**row, "task_id": f"t/{NASTY}", "test": "def check(f):\n    pass\n"},
        {**row, "task_id": "t/2", "test": tests},
    ]
    path = tmp_path / "p.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    load("humaneval", path)
    said = capsys.readouterr().err
    assert "cannot be graded" in said
    assert said.count("\n") == 1
    assert not set(said) & set("\x1b\x9b\u202e\r")


@pytest.mark.parametrize("output", list(Format))
def test_no_escape_reaches_a_terminal(output: Format, capsys: pytest.CaptureFixture[str]) -> None:
    with plain_output():
        print_rows([{"name": NASTY, "k": 1}], output)
    said = capsys.readouterr().out
    assert not set(said) & set("\x1b\x9b\u202e\r")
    if output is Format.JSON:
        assert json.loads(said) == [{"name": NASTY, "k": 1}]
    if output is Format.TABLE:
        assert len(said.splitlines()) == 2


def test_no_escape_reaches_a_terminal_by_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise UserError(f"bad name {NASTY}")

    with pytest.raises(SystemExit) as ended:
        run_commands(fail)  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.count("\n") == 1
    assert not set(said) & set("\x1b\x9b\u202e\r")
    before = sys.stdout
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(Path("/nowhere")))
    with pytest.raises(SystemExit):
        run_commands(app, ["models", "--study", NASTY])
    assert sys.stdout is before
    assert not set(capsys.readouterr().err) & set("\x1b\x9b\u202e\r")


def test_a_link_without_end_is_told_briefly_and_asks_one_question(snapshot: Snapshot) -> None:
    view, notes = link.read(
        {
            "tokens": ["9" * 5000],  # more digits than Python reads
            "also": [f"nobody {place}" for place in range(5000)],
            "study": ["livecodebench-2024-06"],
            "difficulty": ["hard", "easy"] * 3000 + [f"d{place}" for place in range(3000)],
            "select": ["s" * 4000],
            "problem": ["p" * 4000],
        },
        snapshot,
    )
    assert view.difficulty == ("easy", "hard")
    assert len(notes) < 12
    assert max(map(len, notes)) < 600


def test_what_is_remembered_is_bounded(snapshot: Snapshot) -> None:
    study = snapshot.study("livecodebench-2024-06")
    first = Question(study.id)
    for tokens in range(1, 3000):
        asked = replace(first, assumptions=replace(first.assumptions, tokens=tokens))
        curves.curve(snapshot, asked, study.small)
        assert snapshot.memory.held <= MOST_BYTES
    assert curves.curve(snapshot, asked, study.small) is curves.curve(snapshot, asked, study.small)


def test_memory_forgets_what_was_asked_for_longest_ago() -> None:
    memory, made = Memory(30_000), []

    def make(key: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        made.append(key)
        return np.zeros(1000)

    for key in (1, 2, 3, 1, 4, 1, 2):
        memory.get(key, lambda key=key: make(key))  # type: ignore[misc]
    assert made == [1, 2, 3, 4, 2]
    assert len(memory) == 3
    assert memory.held <= 30_000
    memory.get(9, lambda: np.zeros(100_000))
    assert len(memory) == 3, "what is larger than all of it is not kept"


def test_an_argument_that_is_no_text_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["curve", "--study", "x\udcff"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        r"error: argument 3 ('x\udcff') is not UTF-8: write it in UTF-8" + "\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at 44 % less", "at 44\xa0\\% less"),
        ("of 17.6 TFLOPs", "of 17\\.6\xa0TFLOPs"),
        ("by 3 points or 2 s", "by 3\xa0points or 2\xa0s"),
        ("of 5 small ones", "of 5 small ones"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(text: str, shown: str) -> None:
    assert unbroken(text) == shown

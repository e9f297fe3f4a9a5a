import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.plain_text import one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\n lines\t\r\n of it ", "two lines of it"),
        ("\x1b[31mred\x1b]0;title\x07", r"\x1b[31mred\x1b]0;title\x07"),
        ("abc\u202egnp.exe", r"abc\u202egnp.exe"),
        ("\u2066a\u2069\u200f", r"\u2066a\u2069\u200f"),
        ("half \ud83d", r"half \ud83d"),
        ("tag \U000e0041", r"tag \U000e0041"),
        ("naïve 模型 👩\u200d💻", "naïve 模型 👩\u200d💻"),
        ("\u2028next", "next"),
        ("\x9b31m", r"\x9b31m"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert one_line("x" * 4000, 40) == "x" * 39 + "…"
    assert one_line("x" * 40, 40) == "x" * 40
    assert len(one_line("\x1b" * 10_000_000, 300)) == 300


def test_lines_may_be_kept() -> None:
    assert visible("a\n\tb\x00", kept="\n\t") == "a\n\tb\\x00"


@given(st.text(st.characters()), st.integers(1, 50))
def test_any_text_becomes_one_safe_line(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    line.encode()
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]

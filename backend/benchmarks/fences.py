"""The fenced blocks of a Markdown text, as models write them: more forgiving than CommonMark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from backend.benchmarks.python_text import PATIENCE, parsed

_MARKER = re.compile(r"[\s>]*+(?:[-*+]|\d+[.)])?\s*+")
_QUOTED = re.compile(r"\s*+>\s?")
_WORD = re.compile(r"[\w.+#{}:=-]*")
_NAMED = re.compile(r"(?:python|py)\d*\s", re.IGNORECASE)
_LANGUAGE = re.compile(r"[\w.+#-]+")
_PYTHON = {"", "python", "py", "python2", "python3", "py3", "python3.11", "ipython", "code"}
_TAGS = {"[PYTHON]": "\n```python\n", "[/PYTHON]": "\n```\n"}  # of Code Llama, which fences nothing


@dataclass(frozen=True)
class Block:
    """A block's code and the word that names its language, in lower case, '' where none does."""

    code: str
    language: str


@dataclass(frozen=True)
class _Fence:
    """The fence that opens a block, and what stands before and behind it in its line."""

    before: str
    fence: str
    info: str


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a text in order.

    A fence is three or more backticks or tildes, at any depth of indentation, in a list or a
    quotation, or at the end of a line of prose. A block ends at a fence of the same sort, at least
    as long and with nothing after it (perhaps at the end of a line of code); if it is no Python up
    to there, but is so up to a later one (a docstring with a fence in it), it ends at that one; if
    there is none it goes on to the end.
    """
    for tag, fence in _TAGS.items():
        text = text.replace(tag, fence)
    return list(_Lines(text.split("\n")).blocks())


def may_be_python(language: str) -> bool:
    """Tell whether a block of this language may be Python: one without a name may be anything."""
    return language in _PYTHON or language.endswith(".py")


class _Lines:
    """A text's lines, read from the first to the last; only so many are read twice."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._patience = PATIENCE  # in characters beyond the first ends of blocks

    def blocks(self) -> Iterator[Block]:
        place = 0
        while place < len(self._lines):
            line = self._lines[place]
            whole = _on_one_line(line)
            fence = None if whole else _opened(line)
            if whole:
                yield Block(f"{whole}\n", "python")
            elif fence:
                code, place = self._block(place + 1, fence)
                yield Block(code, _language(fence.info))
            place += 1

    def _block(self, start: int, fence: _Fence) -> tuple[str, int]:
        """Return the code of a block, and the line where it ends."""
        before = fence.before if _MARKER.fullmatch(fence.before) else ""
        inside = _unquoted if ">" in before else partial(_moved, len(before))
        patient = may_be_python(_language(fence.info))
        code: list[str] = []
        first: tuple[str, int] | None = None
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            last = _closed(line, fence.fence)
            if last is not None:
                rest = [inside(last)] if last.strip("> \t") else []
                text = _text([*code, *rest])
                if not patient or parsed(text) is not None:
                    return text, number
                first = first or (text, number)
                self._patience -= len(text)
            elif first and _opened(line):
                return first  # the next block begins
            if first:
                self._patience -= len(line) + 1
                if self._patience < 0:
                    return first
            code.append(inside(line))
        return first or (_text(code), len(self._lines))


def _on_one_line(line: str) -> str | None:
    """Return the code of a line that is a whole block."""
    line = line.strip()
    inner = line.strip("`")
    ends = len(line) - len(line.lstrip("`")), len(line) - len(line.rstrip("`"))
    if not inner or "`" in inner or min(ends) < 3:
        return None
    named = _NAMED.match(inner)
    code = inner[named.end() :] if named else inner
    code = code or inner
    return code.strip() or code[-1]


def _opened(line: str) -> _Fence | None:
    """Return the first fence of a line behind which no backtick stands, if it opens a block."""
    end = line.rfind("`") + 1
    start = len(line[:end].rstrip("`"))
    if end - start < 3:
        start = line.find("~~~", end)
        if start < 0:
            return None
        end = len(line) - len(line[start:].lstrip("~"))
    found = _Fence(line[:start], line[start:end], line[end:])
    if _MARKER.fullmatch(found.before):
        return found
    # After prose: only backticks with at most one word behind them.
    word = _WORD.fullmatch(found.info.strip()) and "`" not in found.before
    return found if word and found.fence[0] == "`" else None


def _closed(line: str, fence: str) -> str | None:
    """Return what stands before the fence that ends a line, None where it has none."""
    line = line.rstrip()
    code = line.rstrip(fence[0])
    return code if len(line) - len(code) >= len(fence) else None


def _unquoted(line: str) -> str:
    quoted = _QUOTED.match(line)
    return line[quoted.end() :] if quoted else line


def _moved(most: int, line: str) -> str:
    """Return a line without the indentation that its block's fence has."""
    return line[min(len(line) - len(line.lstrip()), most) :]


def _text(lines: list[str]) -> str:
    return "\n".join([*lines, ""]) if lines else ""


def _language(info: str) -> str:
    word = _LANGUAGE.search(info.casefold())
    return word[0].strip(".") if word else ""

"""The fenced blocks of a Markdown text, as models write them: more forgiving than CommonMark."""

import re
from dataclasses import dataclass

from backend.benchmarks.python_text import parsed

_OPENS = re.compile(r"^(?P<before>.*?)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_ON_ONE_LINE = re.compile(
    r"^\s*`{3,}(?:(?:python|py)\d*\s)?\s*(?P<code>[^`\n]+?)\s*`{3,}\s*$", re.I
)
_MARKER = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*$")
_WORD = re.compile(r"^[\w.+#{}:=-]*$")
_PYTHON = {"", "python", "py", "python2", "python3", "py3", "python3.11", "ipython", "code"}
_TAGS = (  # of Code Llama, which fences nothing
    (re.compile(r"\[PYTHON\]"), "\n```python\n"),
    (re.compile(r"\[/PYTHON\]"), "\n```\n"),
)


@dataclass(frozen=True)
class Block:
    """A block's code and the word that names its language, in lower case, '' where none does."""

    code: str
    language: str


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a text in order.

    A fence is three or more backticks or tildes, at any depth of indentation, in a list or a
    quotation, or at the end of a line of prose. A block ends at a fence of the same sort, at least
    as long and with nothing after it (perhaps at the end of a line of code); if it is no Python up
    to there, but is so up to a later one (a docstring with a fence in it), it ends at that one; if
    there is none it goes on to the end.
    """
    for tag, fence in _TAGS:
        text = tag.sub(fence, text)
    lines = text.split("\n")
    found, place = [], 0
    while place < len(lines):
        whole = _ON_ONE_LINE.match(lines[place])
        opened = None if whole else _opened(lines[place])
        if whole:
            found.append(Block(whole["code"] + "\n", "python"))
        elif opened:
            code, place = _block(lines, place, opened)
            found.append(Block(code, _language(opened["info"])))
        place += 1
    return found


def may_be_python(language: str) -> bool:
    """Tell whether a block of this language may be Python: one without a name may be anything."""
    return language in _PYTHON or language.endswith(".py")


def _opened(line: str) -> re.Match[str] | None:
    opened = _OPENS.match(line)
    if opened is None or _MARKER.match(opened["before"]):
        return opened
    # After prose: only backticks with at most one word behind them.
    word = _WORD.match(opened["info"].strip()) and "`" not in opened["before"]
    return opened if word and opened["fence"][0] == "`" else None


def _block(lines: list[str], place: int, opened: re.Match[str]) -> tuple[str, int]:
    """Return a block's code and the line where it ends."""
    fence = opened["fence"]
    closes = re.compile(rf"^(?P<code>.*?){re.escape(fence[0])}{{{len(fence)},}}\s*$")
    before = opened["before"] if _MARKER.match(opened["before"]) else ""
    patient = may_be_python(_language(opened["info"]))
    code: list[str] = []
    first: tuple[str, int] | None = None
    for number in range(place + 1, len(lines)):
        closed = closes.match(lines[number])
        if closed:
            rest = [closed["code"]] if closed["code"].strip("> \t") else []
            text = _text([*code, *(_inside(line, before) for line in rest)])
            if not patient or parsed(text) is not None:
                return text, number
            first = first or (text, number)
        elif first and _opened(lines[number]):
            return first  # the next block begins
        code.append(_inside(lines[number], before))
    return first or (_text(code), len(lines))


def _inside(line: str, before: str) -> str:
    """Return a block's line without the indentation or quotation that its fence has."""
    if ">" in before:
        return re.sub(r"^\s*>\s?", "", line)
    blank = len(line) - len(line.lstrip())
    return line[min(blank, len(before)) :]


def _text(lines: list[str]) -> str:
    return "\n".join([*lines, ""]) if lines else ""


def _language(info: str) -> str:
    words = re.findall(r"[\w.+#-]+", info.casefold())
    return words[0].strip(".") if words else ""

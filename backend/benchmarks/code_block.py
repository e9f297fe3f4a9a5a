"""The program in a chat model's answer. docs/samples.md tells the rule in full."""

import ast
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.benchmarks.fences import Block, blocks, may_be_python
from backend.benchmarks.python_text import OWN, acts, defined, first_python, given, loaded, parsed

_THOUGHT = re.compile(
    r"^.*(?:</(?:think|thinking|thought|reasoning)>|\[/THINK\]|<\|channel\|>final<\|message\|>)",
    re.DOTALL | re.IGNORECASE,
)
_UNFINISHED_THOUGHT = re.compile(
    r"<(?:think|thinking|thought|reasoning)>.*$|\[THINK\].*$", re.DOTALL | re.IGNORECASE
)
_BEGINS = re.compile(r"^(?:import |from \S+ import |(?:async )?def |class |@)", re.MULTILINE)
_READS = re.compile(r"\binput\(|\bstdin\b|\bopen\(0\b|\bfileinput\b")
_TRIES = 100  # ends of a stretch of code in prose
_MOST_BLOCKS = 1000  # of one answer, the last
_MOST_PARTS = 100  # blocks of one program


def code_block(answer: str, entries: Sequence[str] = ()) -> str:
    """Return the program in an answer, or all of it where none can be made out.

    Args:
        answer: what the model said.
        entries: the functions that tests call; none for a program that reads and writes.
    """
    text = _without_thoughts(answer.replace("\r\n", "\n").replace("\r", "\n"))
    parts = [_Part.of(block) for block in blocks(text)[-_MOST_BLOCKS:]]
    if not parts:
        return _code_in_prose(text)
    best = max(range(len(parts)), key=lambda place: (parts[place].worth(entries), place))
    return _with_helpers(parts, best)


@dataclass(frozen=True)
class _Part:
    """A block that may be the program, or a part of it."""

    code: str
    language: str

    @classmethod
    def of(cls, block: Block) -> "_Part":
        """Return a block as it can be run: one that is indented as a whole is moved to the left."""
        moved = textwrap.dedent(block.code)
        as_it_is = parsed(block.code) is not None or not _BEGINS.search(moved)
        return cls(block.code if as_it_is else moved, block.language)

    @cached_property
    def tree(self) -> ast.Module | None:
        """What it says in Python, None where it is none."""
        return parsed(self.code)

    @cached_property
    def top(self) -> set[str]:
        """The names that it gives to others: what it defines or imports at its top."""
        found: set[str] = set()
        for node in self.tree.body if self.python and self.tree else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign):
                found |= given(ast.Module([node], []))
        return found

    @property
    def names(self) -> tuple[set[str], set[str]]:
        """The names that it reads beside Python's own, and those that it gives itself."""
        return (loaded(self.tree) - OWN, given(self.tree)) if self.tree else (set(), set())

    @property
    def python(self) -> bool:
        """Tell whether it can be Python by its language and its first line."""
        return may_be_python(self.language) and not self._shown

    @property
    def _shown(self) -> bool:
        """Tell whether it shows somebody typing."""
        return self.code.lstrip().startswith((">>> ", "$ ", "% "))

    def worth(self, entries: Sequence[str]) -> int:
        """Return how much speaks for this block as the program; of equals the last one is it."""
        if self.tree is not None and defined(self.tree) & set(entries):
            return 6  # whatever its language is called
        if not self.python:
            return 0
        if self.tree is None:
            begun = any(
                re.search(rf"^[^\S\n]*(?:async )?def {re.escape(name)}\b", self.code, re.MULTILINE)
                for name in entries
            )
            return 3 if begun else 2 if self.language else 1
        if not entries and _READS.search(self.code) and acts(self.tree):
            return 6
        return self._at_least()

    def _at_least(self) -> int:
        """Return the worth of Python that is not known to be what was asked: 5, or less."""
        assert self.tree is not None
        # A number or a word of output is an expression, too.
        says = any(not isinstance(line, ast.Expr) for line in self.tree.body)
        called = any(isinstance(node, ast.Call) for node in ast.walk(self.tree))
        if not says and not called:
            return 1
        return 5 if self.language else 4


def _with_helpers(parts: Sequence[_Part], best: int) -> str:
    """Return a block after those that define what it lacks: an answer may come in parts."""
    chosen = [best]
    reads, gives = parts[best].names
    while len(chosen) < _MOST_PARTS and (names := reads - gives):
        latest_first = reversed(range(len(parts)))
        found = next((place for place in latest_first if parts[place].top & names), None)
        if found is None:
            break
        chosen.append(found)
        read, given_too = parts[found].names
        reads, gives = reads | read, gives | given_too
    return "\n".join(parts[place].code for place in [*sorted(chosen[1:]), best])


def _without_thoughts(text: str) -> str:
    """Return what comes after a model's thoughts; of thoughts without an end, what came before.

    Where nothing else was said the thoughts are the answer.
    """
    said = _THOUGHT.sub("", text)
    rest = _UNFINISHED_THOUGHT.sub("", said)
    return rest if rest.strip() else said if said.strip() else text


def _code_in_prose(text: str) -> str:
    """Return the longest stretch from the first line of code that is Python, else all."""
    if parsed(text) is not None:
        return text
    begins = _BEGINS.search(text)
    if begins is None:
        return text
    lines = text[begins.start() :].split("\n")
    ends = [end for end in range(len(lines), 0, -1) if end == len(lines) or lines[end][:1].strip()]
    found = first_python(lines, ends[:_TRIES])
    return found[0] if found else text

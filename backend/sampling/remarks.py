"""Find out, while answers of a run go by, what is odd about them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.records.drawing import Answer, Chunk, Drawing
from backend.records.remarks import Alike, FewCame, Remark, ThoughtOnly, Unread

_MOST = 0.75  # of problems, or requests: more alike than chance makes answers
_FEW = 4  # answers that may be alike by chance


@dataclass
class _Groups:
    """How many groups of two answers or more there are, and in how many all are equal."""

    groups: int = 0
    alike: int = 0

    def add(self, texts: list[str]) -> None:
        if len(texts) > 1:
            self.groups += 1
            self.alike += len(set(texts)) == 1

    @property
    def odd(self) -> bool:
        return self.alike > 0 and self.alike >= _MOST * self.groups


@dataclass
class Remarks:
    """Watches the answers of a run go by."""

    drawing: Drawing
    came: int = 0
    _unread: int = 0
    _thought_only: int = 0
    _together: _Groups = field(default_factory=_Groups)
    _texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def watch(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """Yield chunks as they come, and take note of them."""
        for chunk in chunks:
            by_problem: dict[str, list[str]] = defaultdict(list)
            for answer in chunk.answers:
                self._note(answer)
                by_problem[answer.problem].append(answer.text)
            for texts in by_problem.values():
                self._together.add(texts)
            yield chunk

    def found(self, asked: int) -> list[Remark]:
        """Return what is odd, now that so many samples were asked for."""
        found: list[Remark] = []
        if self.came < asked:
            found.append(FewCame(self.came, asked))
        if self._unread:
            found.append(Unread(self._unread, self.came))
        if self._thought_only:
            found.append(ThoughtOnly(self._thought_only, self.came))
        return found + self._equal()

    def _note(self, answer: Answer) -> None:
        self.came += 1
        self._unread += answer.log_likelihood != answer.log_likelihood
        self._thought_only += answer.thought_only
        known = self._texts[answer.problem]
        # The first, and another one if there is any, say all.
        if len(known) < _FEW or (answer.text != known[0] and len(set(known)) == 1):
            known.append(answer.text)

    def _equal(self) -> list[Remark]:
        """Tell of answers that are equal though each has a seed of its own."""
        if self.drawing.temperature == 0 or self.came < _FEW:
            return []
        alone = _Groups()
        for texts in self._texts.values():
            alone.add(texts)
        if alone.odd:
            return [Alike(alone.alike, alone.groups, together=False)]
        if self._together.odd:
            return [Alike(self._together.alike, self._together.groups, together=True)]
        return []

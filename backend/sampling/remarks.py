"""What is odd about the answers of a run, told in a sentence each when it ends."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.records.drawing import Answer, Chunk, Drawing

_MOST = 0.75  # of problems, or requests: more alike than chance makes answers
_FEW = 4  # answers that may be alike by chance


@dataclass
class _Alike:
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
    _together: _Alike = field(default_factory=_Alike)
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

    def lines(self, asked: int) -> list[str]:
        """Return a sentence for each odd thing, now that so many samples were asked for."""
        found = []
        if self.came < asked:
            found.append(
                f"only {self.came:,} of {asked:,} samples came: call again to ask for the others"
            )
        if self._unread:
            found.append(
                f"{self._unread:,} of {self.came:,} answers came without log-likelihoods: own-nll "
                "cannot rank them"
            )
        if self._thought_only:
            found.append(
                f"{self._thought_only:,} of {self.came:,} answers are empty with reasoning beside "
                "them: raise max_tokens, or turn reasoning off at the server"
            )
        return found + self._equal()

    def _note(self, answer: Answer) -> None:
        self.came += 1
        self._unread += answer.log_likelihood != answer.log_likelihood
        self._thought_only += answer.thought_only
        known = self._texts[answer.problem]
        # The first, and another one if there is any, say all.
        if len(known) < _FEW or (answer.text != known[0] and len(set(known)) == 1):
            known.append(answer.text)

    def _equal(self) -> list[str]:
        """Tell of answers that are equal though each has a seed of its own."""
        if self.drawing.temperature == 0 or self.came < _FEW:
            return []
        alone = _Alike()
        for texts in self._texts.values():
            alone.add(texts)
        if alone.odd:
            where = f"all answers to {alone.alike:,} of {alone.groups:,} problems"
        elif self._together.odd:
            where = (
                "all answers that were asked for together, in "
                f"{self._together.alike:,} of {self._together.groups:,} requests,"
            )
        else:
            return []
        return [
            f"{where} are the same text, though each has a seed of its own: the engine may not "
            "heed seeds, and then such samples count for one"
        ]

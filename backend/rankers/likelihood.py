"""Rank by how likely a model, not always the one that wrote them, finds samples (the paper's)."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from backend.maths.architecture import Architecture
from backend.rankers.ranker import Group, Scores, Work
from backend.records.ranker_name import Kind
from backend.sampling.scorer import Reading, VllmScorer


@dataclass(frozen=True)
class Readings:
    """What a model makes of a group's different texts, and what that took."""

    by_text: Mapping[str, Reading]
    work: Work


class Reader:
    """Reads groups with a model; what it made of the last one is kept for all who ask."""

    def __init__(self, scorer: VllmScorer, architecture: Architecture | None) -> None:
        """Say by which engine, and how large its model is."""
        self.scorer = scorer
        self.architecture = architecture
        self._last: tuple[Group, Readings] | None = None

    def close(self) -> None:
        """End the engine."""
        self.scorer.close()

    def read(self, group: Group) -> Readings:
        """Read a group's samples, each different text once."""
        if self._last is None or self._last[0] is not group:
            started = time.monotonic()
            texts = list(dict.fromkeys(sample.text for sample in group.samples))
            found = self.scorer.read(group.prompt, texts, group.chat)
            seconds = time.monotonic() - started
            by_text = dict(zip(texts, found, strict=True))
            each = [by_text[sample.text] for sample in group.samples]
            work = Work(
                seconds,
                len(texts),
                sum(reading.tokens for reading in each),
                sum(reading.prompt_tokens for reading in each),
                self.architecture,
            )
            self._last = group, Readings(by_text, work)
        return self._last[1]


@dataclass(frozen=True)
class ByLikelihood:
    """Scores samples by a model's log-likelihood of them."""

    kind: Kind
    reader: Reader

    def scores(self, group: Group) -> Scores:
        """Score a group; a sample without a token comes last."""
        readings = self.reader.read(group)
        each = [readings.by_text[sample.text] for sample in group.samples]
        values = [
            _score(self.kind, reading, sample.text)
            for reading, sample in zip(each, group.samples, strict=True)
        ]
        return Scores(values, (readings.work,))


def _score(kind: Kind, reading: Reading, text: str) -> float:
    if kind is Kind.NLL_SUM:
        return reading.log_likelihood
    length = len(text) if kind is Kind.NLL_CHAR else reading.tokens
    return reading.log_likelihood / length if length else -math.inf

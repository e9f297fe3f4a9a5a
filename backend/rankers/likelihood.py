"""Rank by how likely a model, not always the one that wrote them, finds samples (the paper's)."""

import math
from dataclasses import dataclass

from backend.architecture import Architecture
from backend.costs import matmul_flops
from backend.rankers.ranker import Group, Scores
from backend.sampling.scorer import Reading, VllmScorer

KINDS = {
    "nll": "mean log-likelihood of a token",
    "nll-sum": "log-likelihood of the whole sample",
    "nll-char": "mean log-likelihood of a character, fair between tokenizers",
}


@dataclass(frozen=True)
class ByLikelihood:
    """Scores samples by a model's log-likelihood of them, each different text read once."""

    kind: str
    model: str
    scorer: VllmScorer
    architecture: Architecture | None

    @property
    def how(self) -> str:
        """Say what the score is."""
        return f"{KINDS[self.kind]}, by {self.model}, over the sample as it was written"

    def scores(self, group: Group) -> Scores:
        """Score a group; a sample without a token comes last."""
        texts = list(dict.fromkeys(sample.text for sample in group.samples))
        readings = dict(zip(texts, self.scorer.read(group.prompt, texts, group.chat), strict=True))
        values = [_score(self.kind, readings[s.text], s.text) for s in group.samples]
        tokens = sum(readings[sample.text].tokens for sample in group.samples)
        flops = matmul_flops(self.architecture, tokens) if self.architecture else 0.0
        return Scores(values, flops)


def _score(kind: str, reading: Reading, text: str) -> float:
    if kind == "nll-sum":
        return reading.log_likelihood
    length = len(text) if kind == "nll-char" else reading.tokens
    return reading.log_likelihood / length if length else -math.inf

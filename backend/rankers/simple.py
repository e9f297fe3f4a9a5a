"""Rankers that look at nothing but what sampling recorded, and the two references."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.rankers.ranker import Group, Sample, Scores
from backend.records.ranker_name import Kind


@dataclass(frozen=True)
class BySample:
    """Scores each sample by itself."""

    score: Callable[[Sample], float]

    def scores(self, group: Group) -> Scores:
        """Score a group."""
        return Scores([self.score(sample) for sample in group.samples])


def _length(sample: Sample) -> float:
    return float(len(sample.text) if sample.tokens is None else sample.tokens)


def _mean_likelihood(sample: Sample) -> float:
    if sample.log_likelihood is None or not sample.tokens:
        return math.nan
    return sample.log_likelihood / sample.tokens


def _sum_likelihood(sample: Sample) -> float:
    return math.nan if sample.log_likelihood is None else sample.log_likelihood


def _finished(sample: Sample) -> float:
    return math.nan if sample.finished is None else float(sample.finished)


def _passed(sample: Sample) -> float:
    return math.nan if sample.passed is None else float(sample.passed)


SIMPLE: Mapping[str, BySample] = {
    Kind.RANDOM: BySample(lambda _: 0.0),
    Kind.ORACLE: BySample(_passed),
    Kind.LENGTH_SHORT: BySample(lambda sample: -_length(sample)),
    Kind.LENGTH_LONG: BySample(_length),
    Kind.FINISHED: BySample(_finished),
    Kind.OWN_NLL: BySample(_mean_likelihood),
    Kind.OWN_NLL_SUM: BySample(_sum_likelihood),
}

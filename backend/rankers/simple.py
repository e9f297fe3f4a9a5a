"""Rankers that look at nothing but what sampling recorded, and the two references."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from backend.rankers.ranker import Group, Sample, Scores


@dataclass(frozen=True)
class BySample:
    """Scores each sample by itself."""

    how: str
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


SIMPLE = {
    "random": BySample("all alike: the expectation of a random pick", lambda _: 0.0),
    "oracle": BySample("the unit tests themselves: what no ranker can beat", _passed),
    "length-short": BySample(
        "the shortest first, in tokens or else characters", lambda s: -_length(s)
    ),
    "length-long": BySample("the longest first, in tokens or else characters", _length),
    "finished": BySample("those that ended by themselves first", _finished),
    "own-nll": BySample(
        "the sampling model's own mean log-likelihood of a token, at temperature 1",
        _mean_likelihood,
    ),
    "own-nll-sum": BySample(
        "the sampling model's own log-likelihood of the whole sample", _sum_likelihood
    ),
}

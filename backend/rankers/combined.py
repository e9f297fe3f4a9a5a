"""Rank by several scores together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.rankers.ranker import Group, Ranker, Scores

Floats = NDArray[np.float64]


def standardised(scores: Floats) -> Floats:
    """Return scores with mean 0 and standard deviation 1; all 0 where they are alike."""
    finite = np.where(np.isfinite(scores), scores, np.nan)
    if np.isnan(finite).all():
        return np.zeros_like(scores)
    lowest = np.nanmin(finite)
    filled = np.where(np.isneginf(scores), lowest, finite)
    spread = float(np.nanstd(filled))
    return (filled - np.nanmean(filled)) / spread if spread > 0 else np.zeros_like(scores)


@dataclass(frozen=True)
class ZSum:
    """The sum of standardised scores of other rankers, within each problem."""

    parts: Sequence[Ranker]

    def scores(self, group: Group) -> Scores:
        """Score a group."""
        found = [part.scores(group) for part in self.parts]
        total = sum(standardised(np.array(each.values, dtype=float)) for each in found)
        return _together(found, np.asarray(total).tolist())


@dataclass(frozen=True)
class Product:
    """A likelihood times a verifier's estimate of correctness (as LEVER, Ni et al. 2023).

    The estimate is the share of generated tests that a sample passes, at least one half of one.
    """

    likelihood: Ranker
    passed: Ranker

    def scores(self, group: Group) -> Scores:
        """Score a group."""
        likelihood, passed = self.likelihood.scores(group), self.passed.scores(group)
        most = max(*passed.values, 1.0)
        values = [
            one + math.log(max(count, 0.5) / most)
            for one, count in zip(likelihood.values, passed.values, strict=True)
        ]
        return _together([likelihood, passed], values)


def _together(parts: Sequence[Scores], values: Sequence[float]) -> Scores:
    """Join parts' work, each piece once: several scores may come from one reading."""
    return Scores(values, tuple(dict.fromkeys(work for part in parts for work in part.work)))

"""What is left of "the best of many" once its selection is paid for: numpy in, numpy out.

The best of m candidates on some problems owes part of its lead to these problems. `held_out`
scores it on problems that had no say in the choice; `best_interval` widens the interval of a
lead until it holds for whichever of all pairs was picked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backend.maths.intervals import interval_at, joint_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class HeldOut:
    """Scores of the candidate that is best on one half of the problems.

    Attributes:
        chosen_on: its mean score on the half that chose it, a fraction.
        score: its mean score on the other half, a fraction: what choosing the best really gets.
        advantage: how much `score` is above the reference on the same half, in [-1, 1].
        won: how often each candidate was chosen, shape (candidates,), summing to 1.
    """

    chosen_on: float
    score: float
    advantage: float
    won: Floats


def held_out(
    values: ArrayLike, splits: int = 100, seed: int = 0, reference: int | None = None
) -> HeldOut:
    """Choose the best candidate on one half of the problems and score it on the other.

    Both ways round, averaged over random splits; candidates that tie share the choice. A choice
    by half the problems is somewhat worse than one by all of them, so `score` errs downwards.

    Args:
        values: shape (problems, candidates), fractions.
        splits: random splits, at least 1.
        seed: of the splits.
        reference: the candidate that `advantage` is counted from; without it the mean of all
            candidates but the chosen one (0 if there is one candidate).

    Returns:
        Means over splits and directions; NaN for fewer than two problems or if a value is NaN.

    Raises:
        ValueError: if there is no candidate or splits is below 1.
    """
    table = np.asarray(values, dtype=float)
    every = np.arange(table.shape[1])
    return held_out_among(table, [every], splits, seed, reference)[0]


def held_out_among(
    values: ArrayLike,
    candidates: Sequence[NDArray[np.int64]],
    splits: int = 100,
    seed: int = 0,
    reference: int | None = None,
) -> list[HeldOut]:
    """Return what `held_out` does among each of several sets of columns, over the same splits.

    Args:
        values: shape (problems, columns), fractions.
        candidates: the columns of each set; `reference` is a place among them.
        splits: random splits, at least 1.
        seed: of the splits.
        reference: as of `held_out`.

    Raises:
        ValueError: if a set has no candidate or splits is below 1.
    """
    table = np.asarray(values, dtype=float)
    if splits < 1 or not all(map(len, candidates)):
        raise ValueError("want at least one candidate and one split")
    if len(table) < 2 or np.isnan(table).any():
        return [
            HeldOut(np.nan, np.nan, np.nan, np.full(len(among), np.nan)) for among in candidates
        ]
    first = halves(len(table), splits, seed)
    both = np.concatenate([first, ~first]).astype(float)
    chosen = both @ table / both.sum(axis=1, keepdims=True)
    scored = (1 - both) @ table / (1 - both).sum(axis=1, keepdims=True)
    return [_summary(chosen[:, among], scored[:, among], reference) for among in candidates]


def best_interval(
    values: ArrayLike,
    best: int,
    other: int,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Return an interval for best - other that holds although the two were picked by looking.

    The band over all m (m - 1) / 2 paired differences together (the greatest |t|, as in Tukey's
    range test): among equal candidates not even the best against the worst excludes 0 more often
    than 1 - level.

    Args:
        values: shape (problems, candidates), fractions.
        best: the column whose lead it is.
        other: the column that it is compared with.
        level: the wanted coverage of all pairs together, in (0, 1).
        replicates: draws of the multiplier bootstrap, at least 1.
        seed: of the draws.

    Returns:
        Lower and upper end in [-1, 1]; NaN for fewer than two problems or if a value is NaN.

    Raises:
        ValueError: if best and other are one candidate, or level is outside (0, 1).
    """
    if best == other:
        raise ValueError("a candidate has no lead over itself")
    low, high = leads_over(values, other, level, replicates, seed)
    return float(low[best]), float(high[best])


def leads_over(
    values: ArrayLike, reference: int, level: float = 0.95, replicates: int = 1000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return intervals for each candidate - reference, as `best_interval` does for one.

    Returns:
        Lower and upper ends in [-1, 1], shape (candidates,); NaN for fewer than two problems or
        candidates, or if a value is NaN.

    Raises:
        ValueError: if level is outside (0, 1).
    """
    table = np.asarray(values, dtype=float)
    if min(table.shape) < 2 or np.isnan(table).any():
        unknown = np.full(table.shape[1], np.nan)
        return unknown, unknown
    left, right = np.triu_indices(table.shape[1], k=1)
    quantile = joint_quantile(table[:, left] - table[:, right], 2.0, level, replicates, seed)
    return interval_at(table - table[:, [reference]], 2.0, quantile)


def halves(problems: int, splits: int, seed: int) -> NDArray[np.bool_]:
    """Return which problems are in each split's first half, shape (splits, problems)."""
    order = np.random.default_rng(seed).random((splits, problems)).argsort(axis=1)
    return order < problems // 2


def _summary(chosen: Floats, scored: Floats, reference: int | None) -> HeldOut:
    candidates = chosen.shape[1]
    top = chosen.max(axis=1, keepdims=True)
    # Means of equal scores may differ by rounding.
    share = (chosen >= top - 1e-12).astype(float)
    share /= share.sum(axis=1, keepdims=True)
    score = (share * scored).sum(axis=1)
    if reference is None:
        against = (scored.sum(axis=1) - score) / (candidates - 1) if candidates > 1 else score
    else:
        against = scored[:, reference]
    return HeldOut(
        float(top.mean()), float(score.mean()), float((score - against).mean()), share.mean(axis=0)
    )

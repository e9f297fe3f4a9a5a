"""Scores from what programs did: pure computation on a table of results."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray


def tests_passed(passed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how many generated tests each sample passes.

    Args:
        passed: samples x tests.
    """
    return np.asarray(passed.sum(axis=1), dtype=np.float64)


def dual_agreement(passed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return CodeT's score: samples that pass the same tests stand or fall together.

    A group's score is the square root of its number of samples times its number of tests
    (Chen et al. 2022, CodeT, section 2; the root as in the authors' own program).

    Args:
        passed: samples x tests.
    """
    groups: dict[bytes, list[int]] = defaultdict(list)
    for sample, row in enumerate(passed):
        groups[np.packbits(row).tobytes()].append(sample)
    scores = np.zeros(len(passed))
    for members in groups.values():
        scores[members] = math.sqrt(len(members)) * passed[members[0]].sum()
    return scores


def largest_cluster(outputs: Sequence[Sequence[Hashable]]) -> NDArray[np.float64]:
    """Return how many samples give the same outputs on all inputs, by sample.

    Args:
        outputs: for each sample what it gives on each input.
    """
    sizes = Counter(tuple(row) for row in outputs)
    return np.array([float(sizes[tuple(row)]) for row in outputs])


def mean_agreement(outputs: Sequence[Sequence[Hashable]]) -> NDArray[np.float64]:
    """Return the share of samples that agree with a sample, averaged over inputs.

    This is minimum Bayes risk with equal outputs as the gain (Shi et al. 2022, MBR-Exec).

    Args:
        outputs: for each sample what it gives on each input.
    """
    if not outputs or not outputs[0]:
        return np.zeros(len(outputs))
    columns = list(zip(*outputs, strict=True))
    counts = [Counter(column) for column in columns]
    agree = [
        [count[value] for value in column] for count, column in zip(counts, columns, strict=True)
    ]
    return np.asarray(np.mean(agree, axis=0) / len(outputs))

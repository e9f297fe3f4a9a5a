"""What is worked out for many columns at once is what each has alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from backend.maths.best_of import held_out, held_out_among
from backend.maths.intervals import interval_of_sums, mean_interval


@given(
    hnp.arrays(float, st.tuples(st.integers(1, 40), st.integers(1, 5)), elements=st.floats(-1, 1))
)
def test_intervals_by_sums_are_those_of_the_values(
    values: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    rows, columns = values.shape
    counts = np.array([1 + (rows - 1) * place // columns for place in range(columns)])
    parts = [values[:count, place] for place, count in enumerate(counts)]
    sums, squares = (np.array([(part**power).sum() for part in parts]) for power in (1, 2))
    low, high = interval_of_sums(counts, sums, squares, 2.0)
    for place, part in enumerate(parts):
        (least,), (most,) = mean_interval(part[:, None], 2.0)
        np.testing.assert_allclose((low[place], high[place]), (least, most), atol=1e-9)


def test_the_best_of_several_sets_are_held_out_over_the_same_splits() -> None:
    values = np.random.default_rng(3).random((30, 6))
    sets = [np.array([0, 1, 2]), np.array([5]), np.array([4, 1])]
    for among, found in zip(sets, held_out_among(values, sets), strict=True):
        alone = held_out(values[:, among])
        assert found.score == pytest.approx(alone.score)
        np.testing.assert_allclose(found.won, alone.won)
    with pytest.raises(ValueError, match="at least one candidate"):
        held_out_among(values, [np.array([], dtype=np.int64)])

"""The best of many: what is left of its lead."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from backend.maths.best_of import best_interval, held_out
from backend.maths.intervals import mean_interval
from speed.coverage import equal_models

TABLES = hnp.arrays(
    float, st.tuples(st.integers(2, 12), st.integers(2, 6)), elements=st.floats(0, 1)
)


@settings(max_examples=40)
@given(TABLES)
def test_held_out_scores_are_fractions_and_choices_sum_to_one(table: np.ndarray) -> None:
    kept = held_out(table, splits=5)
    assert -1e-12 <= kept.score <= 1 + 1e-12
    assert -1 - 1e-12 <= kept.advantage <= 1 + 1e-12
    assert kept.won.sum() == pytest.approx(1)
    assert kept.chosen_on >= table.mean(axis=0).max() - 1 / len(table) - 1e-12


def test_a_candidate_that_is_best_everywhere_keeps_its_score() -> None:
    weak = np.random.default_rng(0).random((41, 1)) / 2
    kept = held_out(np.hstack([weak, weak + 0.3, weak + 0.1]), splits=200)
    assert kept.won.tolist() == [0, 1, 0]
    assert kept.score == pytest.approx(weak.mean() + 0.3, abs=0.01)
    assert kept.advantage == pytest.approx(0.25)


def test_the_advantage_may_be_counted_from_one_candidate() -> None:
    weak = np.random.default_rng(0).random((40, 1)) / 2
    table = np.hstack([weak, weak + 0.3, weak + 0.1])
    assert held_out(table, reference=2).advantage == pytest.approx(0.2)
    assert held_out(table, reference=1).advantage == 0


def test_equal_candidates_share_the_choice() -> None:
    kept = held_out(np.tile(np.random.default_rng(0).random((9, 1)), 4))
    np.testing.assert_allclose(kept.won, 0.25)
    assert kept.advantage == pytest.approx(0)
    assert held_out(np.ones((4, 1))).advantage == 0


def test_chance_s_lead_is_gone_on_other_problems() -> None:
    generator = np.random.default_rng(0)
    tables = (generator.random((300, 60, 9)) < 0.5).astype(float)
    kept = [held_out(table, splits=4) for table in tables]
    assert np.mean([one.chosen_on for one in kept]) > 0.6
    assert np.mean([one.score for one in kept]) == pytest.approx(0.5, abs=0.01)
    assert np.mean([one.advantage for one in kept]) == pytest.approx(0, abs=0.01)


def test_held_out_is_seeded() -> None:
    table = np.random.default_rng(0).random((30, 5))
    assert held_out(table).score == held_out(table).score
    assert held_out(table, seed=1).score != held_out(table).score


def test_what_is_undefined_stays_undefined() -> None:
    for table in (np.zeros((1, 2)), np.array([[0.1, np.nan], [0.2, 0.3]])):
        kept = held_out(table)
        assert np.isnan([kept.chosen_on, kept.score, kept.advantage, *kept.won]).all()
        assert np.isnan(best_interval(table, 0, 1)).all()


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        held_out(np.zeros((3, 0)))
    with pytest.raises(ValueError, match="at least one"):
        held_out(np.zeros((3, 2)), splits=0)
    with pytest.raises(ValueError, match="itself"):
        best_interval(np.zeros((3, 2)), 1, 1)
    with pytest.raises(ValueError, match="level"):
        best_interval(np.zeros((3, 2)), 0, 1, level=1.0)


@settings(max_examples=40)
@given(TABLES)
def test_the_corrected_interval_holds_that_of_one_pair(table: np.ndarray) -> None:
    low, high = best_interval(table, 0, 1, replicates=50)
    plain_low, plain_high = mean_interval(table[:, [0]] - table[:, [1]], 2.0)
    assert low <= plain_low[0] + 1e-12
    assert high >= plain_high[0] - 1e-12
    other_low, other_high = best_interval(table, 1, 0, replicates=50)
    np.testing.assert_allclose([low, high], [-other_high, -other_low], atol=1e-12)


def test_more_candidates_widen_the_interval() -> None:
    table = (np.random.default_rng(0).random((118, 32)) < 0.5).astype(float)
    widths = [np.subtract(*best_interval(table[:, :m], 0, 1)[::-1]) for m in (2, 8, 32)]
    assert widths[0] < widths[1] < widths[2]
    assert widths[0] == pytest.approx(
        np.subtract(*mean_interval(table[:, [0]] - table[:, [1]], 2.0)[::-1])[0], rel=0.08
    )


def test_a_real_lead_stays_clear() -> None:
    generator = np.random.default_rng(0)
    table = (generator.random((118, 32)) < np.r_[0.9, np.full(31, 0.5)]).astype(float)
    assert best_interval(table, 0, 1)[0] > 0


def test_the_best_of_32_equal_models_no_longer_beats_the_worst() -> None:
    plain, _, corrected, apparent, honest = map(float, equal_models(118, 32, 50))
    assert plain >= 90
    assert corrected <= 10  # 5 in truth; 10 is what 50 draws may show
    assert apparent > 7
    assert abs(honest) < 1

"""The fit through the paper's published points."""

import csv
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.published_fit import fit_mixture
from backend.store.published import PUBLISHED
from backend.store.snapshot import Snapshot

PAPER_STUDIES = {
    "HumanEval": "paper-humaneval",
    "MBPP": "paper-mbpp",
    "APPS-introductory": "paper-apps-introductory",
    "APPS-interview": "paper-apps-interview",
    "APPS-competition": "paper-apps-competition",
}


def paper_table() -> dict[tuple[str, str], dict[int, float]]:
    table: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    with (PUBLISHED / "paper_pass_at_k.csv").open() as file:
        for row in csv.DictReader(file):
            table[row["benchmark"], row["model"]][int(row["k"])] = float(row["pass_at_k"])
    return table


TABLE = paper_table()


def test_the_paper_prints_165_values() -> None:
    assert sum(map(len, TABLE.values())) == 165


@pytest.mark.parametrize(("benchmark", "model"), TABLE)
def test_the_fit_passes_within_a_tenth_of_a_point_and_never_falls_or_bends_up(
    snapshot: Snapshot, benchmark: str, model: str
) -> None:
    run = snapshot.run(PAPER_STUDIES[benchmark], model)
    published = TABLE[benchmark, model]
    k = np.arange(1, max(published) + 1)
    fitted = 100 * snapshot.mixture(run.id).pass_at_k(k)
    for at, score in published.items():
        assert fitted[at - 1] == pytest.approx(score, abs=0.1)
    assert (np.diff(fitted) > 0).all()
    assert (np.diff(fitted, 2) <= 1e-12).all()


@given(st.lists(st.floats(1e-4, 1), min_size=1, max_size=6))
def test_the_fit_recovers_any_mixture_at_its_points(rates: list[float]) -> None:
    ks = np.array([1, 2, 4, 16, 64, 256])
    scores = np.mean([1 - (1 - np.array(rate)) ** ks for rate in rates], axis=0)
    fit = fit_mixture(ks, scores)
    np.testing.assert_allclose(fit.pass_at_k(ks), scores, atol=1e-3)
    assert fit.share.sum() == pytest.approx(1)
    assert (fit.share > 0).all()

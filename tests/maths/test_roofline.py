"""The batch that is best for a model, what its cache takes, and times fitted to measured ones."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import catalogue
from backend.maths.architecture import Architecture, Experts, LatentAttention
from backend.maths.assumptions import A100, MOST_BATCH, Assumptions, BudgetKind, Gpu
from backend.maths.costs import ModelFacts, NoCost, Origin, Roofline, TooLarge, UnitCost
from backend.maths.roofline import best_batch, cache_bytes, roofline_seconds, weight_bytes
from backend.maths.time_fit import fit_times
from backend.maths.unit_costs import unit_cost
from backend.words.costs import no_cost

TINY = Architecture(
    layers=2,
    hidden_size=8,
    intermediate_size=16,
    heads=4,
    kv_heads=2,
    head_dim=3,
    vocab_size=100,
)
SPARSE = replace(TINY, experts=Experts(16, 2, intermediate_size=64))

gpus = st.builds(
    Gpu,
    name=st.just("g"),
    flops_per_second=st.floats(1e4, 1e8),
    bytes_per_second=st.floats(1e4, 1e6),
    memory_bytes=st.floats(1e3, 1e6),
)
assumed = st.builds(
    Assumptions,
    gpu=gpus,
    gpu_count=st.integers(1, 4),
    prompt_tokens=st.integers(0, 50),
    bytes_per_weight=st.sampled_from([0.5, 2.0]),
    best_batch=st.just(True),
)


def known(model: str) -> Architecture:
    architecture = catalogue.models()[model].architecture
    assert architecture is not None
    return architecture


def fits(model: Architecture, tokens: float, assumptions: Assumptions, batch: float) -> bool:
    """Return whether weights and caches of a batch are in the memory of all GPUs."""
    needed = weight_bytes(model, assumptions) + batch * cache_bytes(model, tokens, assumptions)
    return needed <= assumptions.gpu_count * assumptions.gpu.memory_bytes


@given(st.sampled_from([TINY, SPARSE]), st.integers(1, 60), assumed)
def test_the_best_batch_is_the_smallest_of_the_fastest_that_fit(
    model: Architecture, tokens: int, assumptions: Assumptions
) -> None:
    tried = [
        roofline_seconds(model, tokens, replace(assumptions, batch=batch))
        for batch in range(1, MOST_BATCH + 1)
        if fits(model, tokens, assumptions, batch * (1 - 1e-12))
    ]
    best = best_batch(model, tokens, assumptions)
    assert bool(best) == bool(tried)
    if best:
        assert tried[best - 1] == pytest.approx(min(tried))
        assert all(seconds > min(tried) * (1 + 1e-10) for seconds in tried[: best - 1])


def test_a_dense_model_is_best_where_multiplying_takes_as_long_as_reading() -> None:
    """At two bytes per weight that is FLOP/s over byte/s, the same of every model that fits."""
    ridge = math.ceil(A100.flops_per_second / A100.bytes_per_second)
    for model in ("Code Llama 7B", "Code Llama 70B"):
        assert best_batch(known(model), 128, Assumptions()) == ridge == 154
    few = best_batch(known("Code Llama 34B"), 2000, Assumptions(gpu_count=1))
    assert few == 31, "12.5 GB are left, and an answer keeps 393 MB"
    assert best_batch(known("deepseek-chat-v3"), 128, Assumptions(gpu_count=24)) > 10 * ridge


def test_what_the_cache_keeps_counted_by_hand() -> None:
    assert TINY.cached_per_token == 2 * 2 * 2 * 3
    assert cache_bytes(TINY, 10, Assumptions(prompt_tokens=5)) == 2 * 24 * 15
    latent = replace(TINY, latent_attention=LatentAttention(5, 3, 2, 3))
    assert latent.cached_per_token == 2 * (5 + 2)


def test_an_answer_that_does_not_fit_beside_the_weights_has_no_time() -> None:
    model = ModelFacts("m", known("Code Llama 34B"))
    one = Assumptions(gpu_count=1, best_batch=True)
    assert isinstance(unit_cost(BudgetKind.TIME, model, one), UnitCost)
    cost = unit_cost(BudgetKind.TIME, model, replace(one, tokens=100_000))
    assert isinstance(cost, NoCost)
    assert isinstance(cost.why, TooLarge)
    assert "its weights and the KV cache of one answer take 87 GB" in no_cost(cost)


def test_the_parts_of_the_weights_are_all_of_them() -> None:
    for model in catalogue.models().values():
        if size := model.architecture:
            parts = size.attention_parameters + size.active_mlp_parameters + size.head_parameters
            assert parts == size.active_matmul_parameters


seconds = st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=20)


@given(seconds, st.floats(0.01, 1e4))
def test_a_known_factor_is_found(estimated: list[float], factor: float) -> None:
    found = fit_times([factor * each for each in estimated], estimated)
    assert found is not None
    assert found.factor == pytest.approx(factor)
    assert found.spread == pytest.approx(1)
    assert found.models == len(estimated)


@given(seconds, st.floats(1.5, 10))
def test_a_fit_knows_no_units(estimated: list[float], unit: float) -> None:
    measured = [each ** (1 + 0.1 * (i % 2)) for i, each in enumerate(estimated)]
    one, other = (
        fit_times([unit_of * each for each in measured], [unit_of * each for each in estimated])
        for unit_of in (1.0, unit)
    )
    assert one is not None and other is not None
    assert one.factor == pytest.approx(other.factor)
    assert one.spread == pytest.approx(other.spread, rel=1e-4)


def test_nothing_is_fitted_to_one_model() -> None:
    assert fit_times([], []) is None
    assert fit_times([1.0], [2.0]) is None


def test_one_more_model_lies_within_the_spread_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(0)
    within = 0
    for _ in range(2000):
        *measured, last = np.exp(math.log(3) + 0.3 * chance.normal(size=5))
        found = fit_times(measured, [1.0] * 4)
        assert found is not None
        within += found.factor / found.spread <= last <= found.factor * found.spread
    assert within / 2000 == pytest.approx(0.95, abs=0.015)


def test_a_fitted_time_is_the_bound_times_the_factor() -> None:
    model = ModelFacts("m", known("Code Llama 7B"))
    fit = fit_times([2.0, 8.0], [1.0, 2.0])
    assert fit is not None
    bound, fitted = (unit_cost(BudgetKind.TIME, model, Assumptions(), each) for each in (None, fit))
    assert isinstance(bound, UnitCost) and isinstance(fitted, UnitCost)
    assert (bound.origin, fitted.origin) == (Origin.ESTIMATED, Origin.FITTED)
    assert fitted.value == pytest.approx(math.sqrt(8) * bound.value)
    assert isinstance(fitted.basis, Roofline) and fitted.basis.fit == fit

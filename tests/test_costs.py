"""FLOPs, seconds and dollars of one answer, and how many answers a budget affords."""

import math
import tomllib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import catalogue
from backend.architecture import Architecture, Experts
from backend.costs import (
    A100,
    Assumptions,
    BudgetKind,
    ModelFacts,
    NoCost,
    Published,
    UnitCost,
    affordable_k,
    attention_flops,
    matmul_flops,
    preset_price,
    roofline_seconds,
    unit_cost,
)

CATALOGUE = tomllib.loads((catalogue.DATA / "models.toml").read_text())
TINY = Architecture(
    layers=2,
    hidden_size=8,
    intermediate_size=16,
    heads=4,
    kv_heads=2,
    head_dim=3,
    vocab_size=100,
)


def known(model: str) -> Architecture:
    architecture = catalogue.models()[model].architecture
    assert architecture is not None
    return architecture


def value(cost: UnitCost | NoCost) -> float:
    assert isinstance(cost, UnitCost)
    return cost.value


@pytest.mark.parametrize(
    ("model", "tflops"),
    [
        ("Code Llama 7B", 1.69),
        ("Code Llama 13B", 3.29),
        ("Code Llama 34B", 8.58),
        ("Code Llama 70B", 17.60),
    ],
)
def test_flops_of_one_generation_are_those_of_the_papers_table_1(model: str, tflops: float) -> None:
    assert matmul_flops(known(model), 128) / 1e12 == pytest.approx(tflops, rel=0.002)


def test_llama_3_flops_differ_from_code_llamas_as_the_paper_says() -> None:
    assert matmul_flops(known("Llama-3 8B"), 128) / 1e12 == pytest.approx(1.921, abs=0.0005)
    assert matmul_flops(known("Llama-3 70B"), 128) / 1e12 == pytest.approx(17.792, abs=0.0005)


@pytest.mark.parametrize("entry", CATALOGUE["architecture"], ids=lambda entry: entry["name"])
def test_each_catalogued_architecture_has_the_size_its_card_states(
    entry: dict[str, float],
) -> None:
    architecture = catalogue.architecture_from(entry)
    assert architecture.total_parameters / 1e9 == pytest.approx(entry["card_billions"], rel=0.005)


def test_no_model_is_catalogued_twice() -> None:
    entries = CATALOGUE["architecture"] + CATALOGUE["not_public"]
    names = [name for entry in entries for name in entry["models"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("model", "billions"), [("deepseek-chat-v3", 37), ("deepseek-chat-v2.5", 21), ("DBRX-Ins", 36)]
)
def test_a_mixture_of_experts_computes_with_its_active_parameters_only(
    model: str, billions: float
) -> None:
    assert known(model).active_matmul_parameters / 1e9 == pytest.approx(billions, rel=0.02)


def test_parameters_of_a_tiny_decoder_counted_by_hand() -> None:
    attention = 8 * 12 + 2 * 8 * 6 + 12 * 8
    mlp = 3 * 8 * 16
    assert TINY.active_matmul_parameters == 2 * (attention + mlp) + 800
    assert TINY.total_parameters == TINY.active_matmul_parameters + 800
    assert replace(TINY, tied_embeddings=True).total_parameters == TINY.active_matmul_parameters
    plain = replace(TINY, gated_mlp=False)
    assert TINY.active_matmul_parameters - plain.active_matmul_parameters == 2 * 8 * 16


def test_experts_counted_by_hand() -> None:
    sparse = replace(TINY, experts=Experts(6, 2, intermediate_size=5, shared=1, dense_layers=1))
    expert, router, attention = 3 * 8 * 5, 8 * 6, 8 * 12 + 2 * 8 * 6 + 12 * 8
    rest = 2 * attention + 3 * 8 * 16 + router + expert + 800
    assert sparse.active_matmul_parameters == rest + 2 * expert
    assert sparse.total_parameters == rest + 6 * expert + 800
    assert sparse.parameters_read(1) == pytest.approx(sparse.active_matmul_parameters)
    assert sparse.parameters_read(10_000) == pytest.approx(rest + 6 * expert)
    assert TINY.parameters_read(64) == TINY.active_matmul_parameters


def test_attention_flops_counted_by_hand() -> None:
    # 2 layers x 4 heads x (3 + 3) dimensions x 2 FLOPs, over 1 + 2 + 3 positions
    assert attention_flops(TINY, 3) == 2 * 4 * 6 * 2 * 6


def test_roofline_is_bound_by_memory_at_batch_1_and_by_compute_at_a_huge_batch() -> None:
    model = known("Code Llama 7B")
    one = Assumptions(batch=1, gpu_count=1, tokens=10)
    reading = model.active_matmul_parameters * 2 / A100.bytes_per_second
    assert roofline_seconds(model, one) == pytest.approx(10 * reading)
    many = replace(one, batch=100_000)
    computing = 2 * model.active_matmul_parameters / A100.flops_per_second
    assert roofline_seconds(model, many) == pytest.approx(10 * computing)
    assert roofline_seconds(model, replace(one, gpu_count=4)) == pytest.approx(10 * reading / 4)


def test_published_costs_win_over_computed_ones_and_scale_with_tokens() -> None:
    paper = Published(17.6e12, 5.605, "Table 1", "Table 1")
    model = ModelFacts("70B", known("Code Llama 70B"), "", paper)
    default = unit_cost(BudgetKind.FLOPS, model, Assumptions())
    assert default == UnitCost(17.6, "published", "Table 1")
    double = unit_cost(BudgetKind.FLOPS, model, Assumptions(tokens=256))
    assert value(double) == pytest.approx(35.2)
    assert isinstance(double, UnitCost)
    assert double.origin == "computed"
    with_attention = unit_cost(BudgetKind.FLOPS, model, Assumptions(attention=True))
    assert value(with_attention) > 17.6
    assert unit_cost(BudgetKind.TIME, model, Assumptions()) == UnitCost(
        5.605, "measured", "Table 1"
    )


def test_a_model_of_unknown_size_has_a_place_on_the_samples_axis_only() -> None:
    closed = ModelFacts("gpt", None, "OpenAI has not published its size")
    for kind in (BudgetKind.FLOPS, BudgetKind.TIME, BudgetKind.DOLLARS):
        cost = unit_cost(kind, closed, Assumptions())
        assert isinstance(cost, NoCost)
        assert "OpenAI has not published its size" in cost.reason
    assert value(unit_cost(BudgetKind.SAMPLES, closed, Assumptions())) == 1
    priced = Assumptions(prices=(("gpt", 10.0),), tokens=100)
    assert value(unit_cost(BudgetKind.DOLLARS, closed, priced)) == pytest.approx(0.001)


def test_weights_that_do_not_fit_have_no_time_estimate() -> None:
    model = ModelFacts("big", known("deepseek-chat-v3"))
    cost = unit_cost(BudgetKind.TIME, model, Assumptions(gpu_count=8))
    assert isinstance(cost, NoCost)
    assert "1342 GB" in cost.reason
    assert "640 GB" in cost.reason
    assert isinstance(unit_cost(BudgetKind.TIME, model, Assumptions(gpu_count=17)), UnitCost)


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_preset_prices_never_fall_with_size(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert preset_price(small) <= preset_price(large)


@given(st.floats(1e-9, 1e9), st.integers(1, 1000))
def test_a_budget_of_exactly_k_answers_affords_k(unit: float, k: int) -> None:
    costs = np.multiply(np.arange(1, 1001), unit, dtype=np.float64)
    assert affordable_k(k * unit, costs) == k
    assert affordable_k(math.fsum([unit] * k), costs) == k
    assert affordable_k(k * unit * (1 - 1e-6), costs) == k - 1


def test_gpus_have_the_units_of_their_data_sheets() -> None:
    assert catalogue.gpus()["A100 80GB"] == A100

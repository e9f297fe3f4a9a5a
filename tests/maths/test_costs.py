"""FLOPs, seconds and dollars of one answer, and how many answers a budget affords."""

import math
import tomllib
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import catalogue
from backend.maths.architecture import Architecture, Experts
from backend.maths.assumptions import A100, Assumptions, BudgetKind
from backend.maths.budgets import affordable_k, as_shown, pays_from
from backend.maths.costs import (
    Measured,
    ModelFacts,
    NoCost,
    NoLength,
    Origin,
    Published,
    Reading,
    Reported,
    TooLarge,
    UnitCost,
)
from backend.maths.flops import attention_flops, matmul_flops
from backend.maths.roofline import roofline_seconds
from backend.maths.unit_costs import preset_price, reading_cost, unit_cost
from backend.words.amounts import four_digits
from backend.words.costs import no_cost

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
    one = Assumptions(batch=1, gpu_count=1)
    reading = model.active_matmul_parameters * 2 / A100.bytes_per_second
    assert roofline_seconds(model, 10, one) == pytest.approx(10 * reading)
    many = replace(one, batch=100_000)
    computing = 2 * model.active_matmul_parameters / A100.flops_per_second
    assert roofline_seconds(model, 10, many) == pytest.approx(10 * computing)
    assert roofline_seconds(model, 10, replace(one, gpu_count=4)) == pytest.approx(10 * reading / 4)
    assert roofline_seconds(model, 12.5, one) == pytest.approx(12.5 * reading)


def test_published_costs_win_over_computed_ones_and_scale_with_tokens() -> None:
    paper = Published(17.6e12, 5.605, "Table 1", "Table 1")
    model = ModelFacts("70B", known("Code Llama 70B"), "", paper)
    default = unit_cost(BudgetKind.FLOPS, model, Assumptions())
    assert default == UnitCost(17.6, Origin.PUBLISHED, Reported("Table 1"))
    double = unit_cost(BudgetKind.FLOPS, model, Assumptions(tokens=256))
    assert value(double) == pytest.approx(35.2)
    assert isinstance(double, UnitCost)
    assert double.origin is Origin.COMPUTED
    with_attention = unit_cost(BudgetKind.FLOPS, model, Assumptions(attention=True))
    assert value(with_attention) > 17.6
    assert unit_cost(BudgetKind.TIME, model, Assumptions()) == UnitCost(
        5.605, Origin.MEASURED, Reported("Table 1")
    )


def test_a_model_of_unknown_size_has_a_place_on_the_samples_axis_only() -> None:
    closed = ModelFacts("gpt", None, "OpenAI has not published its size")
    for kind in (BudgetKind.FLOPS, BudgetKind.TIME, BudgetKind.DOLLARS):
        cost = unit_cost(kind, closed, Assumptions())
        assert isinstance(cost, NoCost)
        assert "OpenAI has not published its size" in no_cost(cost)
    assert value(unit_cost(BudgetKind.SAMPLES, closed, Assumptions())) == 1
    priced = Assumptions(prices=(("gpt", 10.0),), tokens=100)
    assert value(unit_cost(BudgetKind.DOLLARS, closed, priced)) == pytest.approx(0.001)


def test_weights_that_do_not_fit_have_no_time_estimate() -> None:
    model = ModelFacts("big", known("deepseek-chat-v3"))
    cost = unit_cost(BudgetKind.TIME, model, Assumptions(gpu_count=8))
    assert isinstance(cost, NoCost)
    assert isinstance(cost.why, TooLarge)
    assert cost.why.held_bytes == 8 * A100.memory_bytes
    assert "1342 GB" in no_cost(cost)
    assert "640 GB" in no_cost(cost)
    assert isinstance(unit_cost(BudgetKind.TIME, model, Assumptions(gpu_count=17)), UnitCost)


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_preset_prices_never_fall_with_size(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert preset_price(small) <= preset_price(large)


@pytest.mark.parametrize(
    ("model", "price", "by_all_weights"),
    [
        ("Eurux-8x22b-NCA (n=1)", 0.80, 2.40),
        ("DBRX-Ins", 0.80, 2.40),
        ("deepseek-chat-v3", 0.80, 2.40),
        ("deepseek-chat-v2.5", 0.80, 2.40),
    ],
)
def test_a_mixture_of_experts_is_priced_by_the_weights_a_token_meets(
    model: str, price: float, by_all_weights: float
) -> None:
    architecture = known(model)
    assert preset_price(architecture.total_parameters) == by_all_weights
    cost = unit_cost(BudgetKind.DOLLARS, ModelFacts(model, architecture), Assumptions(tokens=1000))
    assert isinstance(cost, UnitCost)
    assert cost.value == pytest.approx(price / 1000)
    assert cost.origin is Origin.PRESET


@pytest.mark.parametrize(("model", "price"), [("Llama-3 8B", 0.20), ("Code Llama 70B", 0.90)])
def test_a_dense_model_is_priced_by_all_its_weights(model: str, price: float) -> None:
    architecture = known(model)
    assert architecture.active_parameters == architecture.total_parameters
    assert preset_price(architecture.active_parameters) == price


def test_a_stand_in_counts_where_nothing_was_published_and_only_when_asked() -> None:
    table, other = (
        Published(17.6e12, 5.605, "Table 1", "Table 1"),
        Published(1e12, 1.0, "as 7B", "as 7B"),
    )
    bare = ModelFacts("m", known("Llama-3 8B"), stand_in=other)
    asked = Assumptions(stand_ins=True)
    expected = UnitCost(1.0, Origin.PUBLISHED, Reported("as 7B"), stands_in=True)
    assert unit_cost(BudgetKind.FLOPS, bare, asked) == expected
    assert unit_cost(BudgetKind.TIME, bare, asked) == expected
    assert value(unit_cost(BudgetKind.FLOPS, bare, Assumptions())) == pytest.approx(1.921, abs=5e-4)
    both = replace(bare, published=table)
    for kind in BudgetKind:
        assert unit_cost(kind, both, asked) == unit_cost(kind, both, Assumptions())
    measured = Measured(30.0, 20, None, "2 CPU cores", "vllm", "1")
    timed = replace(bare, measured=measured)
    expected = UnitCost(1.5, Origin.MEASURED, measured)
    assert unit_cost(BudgetKind.TIME, timed, asked) == expected
    timed = replace(both, measured=measured)
    assert unit_cost(BudgetKind.TIME, timed, asked) == unit_cost(BudgetKind.TIME, both, asked)


def test_measured_tokens_are_each_models_own() -> None:
    model = ModelFacts("m", TINY, mean_tokens=12.5)
    measured = Assumptions(tokens=999, measured_tokens=True, batch=1, gpu_count=1)
    flops = value(unit_cost(BudgetKind.FLOPS, model, measured))
    assert flops == matmul_flops(TINY, 12.5) / 1e12
    seconds = value(unit_cost(BudgetKind.TIME, model, measured))
    assert seconds == roofline_seconds(TINY, 12.5, measured)
    assert value(unit_cost(BudgetKind.DOLLARS, model, measured)) == pytest.approx(0.1 * 12.5 / 1e6)
    unknown = replace(model, mean_tokens=None)
    for kind in (BudgetKind.FLOPS, BudgetKind.TIME, BudgetKind.DOLLARS):
        assert unit_cost(kind, unknown, measured) == NoCost(NoLength())
    assert value(unit_cost(BudgetKind.SAMPLES, unknown, measured)) == 1


def test_reading_follows_the_tokens_that_an_answer_counts_for() -> None:
    read = Reading(0.25, TINY, tokens=30, prompt_tokens=50.5)
    for assumed, tokens in (
        (Assumptions(tokens=128), 178.5),
        (Assumptions(tokens=10), 60.5),
        (Assumptions(tokens=10, measured_tokens=True), 80.5),
    ):
        flops = reading_cost(BudgetKind.FLOPS, read, assumed)
        assert flops == 2 * TINY.active_matmul_parameters * tokens / 1e12
        more = reading_cost(BudgetKind.FLOPS, read, replace(assumed, attention=True))
        assert more == (matmul_flops(TINY, tokens) + attention_flops(TINY, tokens)) / 1e12
        assert reading_cost(BudgetKind.TIME, read, assumed) == 0.25
        preset, own = 0.1 * tokens / 1e6, replace(assumed, prices=(("tiny", 3.0),))
        assert reading_cost(BudgetKind.DOLLARS, read, assumed, "tiny") == pytest.approx(preset)
        assert reading_cost(BudgetKind.DOLLARS, read, own) == pytest.approx(preset)
        assert reading_cost(BudgetKind.DOLLARS, read, own, "tiny") == pytest.approx(30 * preset)
        assert reading_cost(BudgetKind.SAMPLES, read, assumed) == 0


def test_what_nobody_measured_of_a_reading_is_not_known() -> None:
    assumed = Assumptions()
    assert reading_cost(BudgetKind.TIME, Reading(), assumed) is None
    secret = Reading(0.1, None, tokens=30, prompt_tokens=50)
    for kind in (BudgetKind.FLOPS, BudgetKind.DOLLARS):
        assert reading_cost(kind, secret, assumed) is None
        assert reading_cost(kind, Reading(0.1), assumed) == 0, "nothing reads"
        assert reading_cost(kind, Reading(0.1, recorded=False), assumed) is None


amounts = st.floats(1e-9, 1e9)


def shown_now(cost: float) -> float:
    return float(as_shown(np.array([cost]))[0])


@given(amounts)
def test_a_cost_counts_as_its_four_digits_say(cost: float) -> None:
    text = float(four_digits(cost).replace(",", ""))
    digit = Decimal(10) ** min(0, Decimal(cost).adjusted() - 3)
    if abs(Decimal(cost) / digit % 1 - Decimal("0.5")) > Decimal("1e-8"):
        assert shown_now(cost) == text
    else:  # a half, which either may round: what is shown pays
        assert text - float(digit) * 1.000001 <= shown_now(cost) <= text


@given(st.integers(1000, 9999), st.integers(-10, 3))
def test_a_half_in_the_fifth_digit_is_paid_for_however_it_is_shown(digits: int, place: int) -> None:
    cost = float(Decimal(10 * digits + 5).scaleb(place))
    assert shown_now(cost) <= float(four_digits(cost).replace(",", ""))


@given(amounts, amounts)
def test_what_costs_more_is_never_shown_as_less(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert shown_now(less) <= shown_now(more)


@given(st.integers(1, 10**12))
def test_whole_samples_are_shown_exactly(count: int) -> None:
    costs = np.arange(count, count + 3, dtype=np.float64)
    assert as_shown(costs).tolist() == [count, count + 1, count + 2]


@given(st.integers(1, 10**7))
def test_a_sample_too_few_does_not_pay(count: int) -> None:
    costs = np.arange(1, 4, dtype=np.float64) + count
    assert affordable_k(count + 1, costs) == 1
    assert affordable_k(count + 0.9, costs) == 0


@given(amounts, st.integers(1, 1000))
def test_a_budget_of_exactly_k_answers_affords_k(unit: float, k: int) -> None:
    costs = np.multiply(np.arange(1, 1001), unit, dtype=np.float64)
    assert affordable_k(k * unit, costs) == k
    assert affordable_k(math.fsum([unit] * k), costs) == k


@given(amounts, st.integers(1, 500))
def test_a_budget_of_k_answers_as_it_is_shown_affords_k(unit: float, k: int) -> None:
    costs = np.multiply(np.arange(1, 1001), unit, dtype=np.float64)
    assert affordable_k(shown_now(k * unit), costs) == k
    assert affordable_k(shown_now(math.fsum([unit] * k)), costs) == k
    assert affordable_k(k * unit * (1 - 1e-3), costs) == k - 1


@given(st.lists(amounts, min_size=1, max_size=20))
def test_nothing_costs_more_than_it_does_or_than_it_is_shown_as(costs: list[float]) -> None:
    exact = np.sort(np.array(costs))
    least = pays_from(exact)
    assert (least <= exact).all()
    assert (least <= as_shown(exact)).all()
    assert (least >= exact * (1 - 5.001e-4)).all()
    assert (np.diff(least) >= 0).all()


def test_gpus_have_the_units_of_their_data_sheets() -> None:
    assert catalogue.gpus()["A100 80GB"] == A100

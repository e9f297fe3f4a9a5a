"""Costs with their formulas filled in, and how sure fitted times are."""

import math
import re
from dataclasses import replace

import pytest

from backend.answers.charges import charge
from backend.answers.costs import COUNTED, costed, fitted
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.records.question import Question
from backend.records.scores import Charge
from backend.store.snapshot.snapshot import Snapshot
from backend.words import formulas
from backend.words.costs import cautions, how, lengths, no_costs, origin, utilisation

PAPER = Question("paper-humaneval")
SIZES = {"B": 1e9, "billion": 1e9, "million": 1e6, "TFLOPs": 1e12, "GFLOPs": 1e9}


def told(snapshot: Snapshot, model: str, assumptions: Assumptions) -> list[str]:
    """Return a model's FLOPs, seconds and dollars worked out."""
    found = costed(snapshot, replace(PAPER, assumptions=assumptions))
    each = next(each for each in found if each.model.name == model)
    flops, time, dollars = (each.costs[kind] for kind in COUNTED)
    size = each.model.architecture
    return [
        formulas.of_flops(flops, size, each.tokens, assumptions),
        formulas.of_time(time),
        formulas.of_dollars(dollars),
    ]


def test_a_model_that_nobody_measured_is_worked_out(snapshot: Snapshot) -> None:
    assumed = Assumptions(
        prompt_tokens=300, prices=(("Llama-3 8B", 2.0),), input_prices=(("Llama-3 8B", 0.5),)
    )
    assert told(snapshot, "Llama-3 8B", assumed) == [
        "2 x 7.505 billion weights x 128 tokens = 1.921 TFLOPs",
        "8 x A100 80GB, batch 64: a step reads 15.01 GB of weights at 16.31 TB/s in 920.1 µs and "
        "multiplies 960.6 GFLOPs at 2,496 TFLOP/s in 384.9 µs; the longer x 128 tokens / 64 = "
        "1.84 ms",
        "($2 x 128 tokens + $0.5 x 300 tokens of the prompt) / 1 million = 0.0406 ¢, by your price",
    ]


def test_a_published_cost_stands_beside_the_formula(snapshot: Snapshot) -> None:
    flops, time, dollars = told(snapshot, "Code Llama 34B", Assumptions())
    assert flops == (
        "8.58 TFLOPs, the paper's Table 1, 128 tokens; by the formula 2 x 33.48 billion weights x "
        "128 tokens = 8.571 TFLOPs"
    )
    assert time == "2.994 s, the paper's Table 1, node of 8 A100"
    assert dollars.endswith("by a preset price, which is no quote")


def test_attention_and_the_fit_are_factors_that_are_told(snapshot: Snapshot) -> None:
    assumed = Assumptions(attention=True, fitted_times=True, best_batch=True, tokens=20_000)
    flops, time, _ = told(snapshot, "Llama-3 70B", assumed)
    assert re.search(r"x 20,000 tokens \+ [\d.,]+ TFLOPs of attention = [\d,.]+ TFLOPs$", flops)
    assert "batch 76, the best for this model" in time
    assert re.search(r"x 20,000 tokens / 76 x [\d.]+, fitted = [\d.,]+ s$", time)


def test_a_formula_can_be_reckoned_again(snapshot: Snapshot) -> None:
    """Each number has four digits, so that a product is right to three."""
    for study in ("evalperf", "livecodebench-2024-06", "miniature"):
        for each in costed(snapshot, Question(study)):
            size = each.model.architecture
            if size is None or each.tokens is None:
                continue
            said = formulas.of_flops(each.costs[BudgetKind.FLOPS], size, each.tokens, Assumptions())
            found = re.fullmatch(r"2 x ([\d.]+) (\w+) weights x 128 tokens = ([\d.]+) (\w+)", said)
            assert found, said
            product = 2 * float(found[1]) * SIZES[found[2]] * 128
            shown = float(found[3]) * SIZES.get(found[4], 1e6)
            assert product == pytest.approx(shown, rel=2e-3)
            *parts, total = re.findall(r"([\d.]+) (billion|million)", formulas.weights(size))
            summed = sum(float(number) * SIZES[unit] for number, unit in parts)
            assert summed == pytest.approx(float(total[0]) * SIZES[total[1]], rel=1e-3)


def test_differences_are_told_in_percent_and_as_multiples() -> None:
    assert formulas.difference(8.58, 8.571144) == "-0.10 %"
    assert formulas.difference(1.69, 1.6914286) == "+0.08 %"
    assert formulas.ratio(0.395, 0.00162) == "x 244"
    assert formulas.ratio(3.0, 2.0) == "x 1.5"


def test_a_fit_is_told_with_its_error(snapshot: Snapshot) -> None:
    one = Assumptions(batch=1, fitted_times=True)
    found = fitted(snapshot, replace(PAPER, assumptions=one))
    assert found is not None
    assert utilisation(found, one) == (
        "measured times (the paper's Table 1, node of 8 A100) are 4.395 times the data sheet's of "
        "8 x A100 80GB at batch 1, in the mean of 4 models; one more model is expected within a "
        "factor of 2.5 of that (95 %)"
    )
    asked = replace(PAPER, budget_kind=BudgetKind.TIME, assumptions=one)
    charges = {
        model: each
        for model in snapshot.runs(PAPER.study)
        if isinstance(each := charge(snapshot, asked, model), Charge)
    }
    assert cautions(BudgetKind.TIME, charges) == [
        "the time of Code Llama 7B, Code Llama 13B, Code Llama 34B, Code Llama 70B was measured, "
        "that of Llama-3 8B, Llama-3 70B is fitted: do not decide by them",
        "the time of Llama-3 8B, Llama-3 70B is fitted to those measured of 4 other models: it may "
        "be off by a factor of 2.5 (95 %)",
    ]
    cost = charges["Llama-3 8B"].one
    assert "4.395 times a roofline estimate, fitted to measured times" in how(cost)
    assert origin(cost) == "data sheet, fitted"
    assert math.isclose(cost.value, 0.5176, rel_tol=1e-3)


def test_lengths_that_were_set_are_told(snapshot: Snapshot) -> None:
    own = Assumptions(lengths=(("Code Llama 7B", 300.0), ("another", 5.0)))
    models = [run.model for run in snapshot.runs(PAPER.study).values()]
    assert lengths(BudgetKind.FLOPS, [], models, own) == (
        "each answer counts as 128 tokens, as in the paper: this study recorded no lengths; "
        "as long as you set for 1 of 6 models"
    )


def test_what_is_not_public_is_told_once_for_all_costs(snapshot: Snapshot) -> None:
    found = costed(snapshot, Question("livecodebench-2024-06"))
    closed = next(each for each in found if each.model.name == "Claude-2")
    assert no_costs([cost for cost in closed.costs.values() if not hasattr(cost, "value")]) == [
        "no FLOPs, time or preset price, because Anthropic has not published its size; set its "
        "price to see it in dollars"
    ]

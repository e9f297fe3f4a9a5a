"""Costs of models whose size or price a visitor has set."""

from dataclasses import replace

import pytest

from backend import catalogue
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import ModelFacts, NoCost, Origin, Reading, UnitCost
from backend.maths.flops import matmul_flops
from backend.maths.unit_costs import (
    preset_price,
    reading_cost,
    unit_cost,
    usual_price,
    usual_size,
)
from backend.words.costs import how, origin
from backend.words.formulas import of_dollars
from tests.maths.test_costs import TINY


def test_a_size_of_ones_own_counts_in_flops_and_in_the_preset_price() -> None:
    known = ModelFacts("m", catalogue.models()["Code Llama 7B"].architecture)
    hidden = ModelFacts("h", not_public="a secret")
    own = Assumptions(sizes=(("m", 10.0), ("h", 3.0)))
    for model, billions in ((known, 10.0), (hidden, 3.0)):
        flops = unit_cost(BudgetKind.FLOPS, model, own)
        assert isinstance(flops, UnitCost)
        assert flops.value == pytest.approx(2 * billions * 1e9 * 128 / 1e12)
        assert flops.origin is Origin.SET
        dollars = unit_cost(BudgetKind.DOLLARS, model, own)
        assert isinstance(dollars, UnitCost)
        assert dollars.value == pytest.approx(preset_price(round(billions * 1e9)) * 128 / 1e6)
    assert isinstance(unit_cost(BudgetKind.TIME, hidden, own), NoCost), "a time needs more"
    assert unit_cost(BudgetKind.TIME, known, own) == unit_cost(
        BudgetKind.TIME, known, Assumptions()
    )


def test_a_size_that_is_set_as_it_is_known_changes_no_preset_price() -> None:
    """Before: one was priced by the weights it multiplies by, the other by all that it meets."""
    for name, model in catalogue.models().items():
        if model.architecture:
            facts = ModelFacts(name, model.architecture)
            size = usual_size(facts)
            assert size is not None
            same = Assumptions(sizes=((name, size),))
            assert usual_price(facts, same) == usual_price(facts, Assumptions()), name


def test_who_reads_is_charged_by_the_size_that_was_set() -> None:
    read = Reading(0.25, TINY, tokens=30.5, prompt_tokens=50.5)
    secret = replace(read, reader=None)
    own = Assumptions(tokens=10, sizes=(("r", 30.0),))
    for each in (read, secret):
        flops = reading_cost(BudgetKind.FLOPS, each, own, "r")
        assert flops == pytest.approx(2 * 30e9 * 60.5 / 1e12)
        dollars = reading_cost(BudgetKind.DOLLARS, each, own, "r")
        assert dollars == pytest.approx(0.8 * 60.5 / 1e6)
        other = reading_cost(BudgetKind.FLOPS, each, own, "another")
        assert other == (None if each is secret else matmul_flops(TINY, 60.5) / 1e12)
    attention = replace(own, attention=True)
    assert reading_cost(BudgetKind.FLOPS, secret, attention, "r") is None
    priced = Assumptions(tokens=10, input_prices=(("r", 2.0),))
    assert reading_cost(BudgetKind.DOLLARS, secret, priced, "r") == pytest.approx(2 * 60.5 / 1e6)


def test_an_input_price_of_ones_own_is_told_as_such() -> None:
    """Before: as part of "preset price by size"."""
    model = ModelFacts("m", TINY)
    assumed = Assumptions(prompt_tokens=100, input_prices=(("m", 2.0),))
    cost = unit_cost(BudgetKind.DOLLARS, model, assumed)
    assert isinstance(cost, UnitCost)
    assert how(cost) == (
        "preset price by size: $0.1 per million tokens x 128 tokens, and $2 (your price) x 100 "
        "tokens of the prompt"
    )
    assert origin(cost) == "preset and your price"
    assert of_dollars(cost).endswith(
        "a preset price, which is no quote, and your price of the prompt"
    )
    for other, told in (
        (replace(assumed, prompt_tokens=0), "preset price"),
        (replace(assumed, input_prices=()), "preset price"),
        (replace(assumed, prices=(("m", 3.0),)), "your price"),
    ):
        found = unit_cost(BudgetKind.DOLLARS, model, other)
        assert isinstance(found, UnitCost)
        assert origin(found) == told

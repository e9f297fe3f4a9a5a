"""What answers cost, as the Explore page counts and tells it, in a real Chromium."""

import re
from collections.abc import Callable

import pytest

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser


def test_estimated_costs_are_called_so(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="paper-humaneval", large="Llama-3 70B", by="time")
    tab.judges("Nobody wins here: the two costs cannot be compared")
    tab.judges("do not decide by them")
    tab.unfold("Cost of one answer")
    tab.page.get_by_text("Llama 3 at Code Llama's cost").click()
    tab.page.wait_for_url(re.compile("stand_ins=on"))
    tab.settled()
    assert "do not decide" not in tab.verdict
    tab.page.get_by_role("radio", name="Dollars").click()
    tab.judges("Prices are presets by size")


def test_a_budget_that_is_shown_pays_for_what_it_is_shown_with(
    visit: Callable[..., Visitor],
) -> None:
    """One answer of Llama-3 70B costs 17.792 TFLOPs, shown as 17.79."""
    tab = visit()
    tab.open(study="paper-humaneval", large="Llama-3 70B", budget="17.79")
    assert tab.readouts.count("%") == 2, "both are paid for"


def test_answers_count_as_long_as_they_were(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="miniature")
    tab.unfold("Cost of one answer")
    before = tab.flag
    tab.page.get_by_text("Answers as long as this study measured").click()
    tab.page.wait_for_url(re.compile("length=measured"))
    tab.settled()
    assert tab.page.get_by_text("Tokens of an answer in the mean: mini 0.6M 36").count() == 1
    assert tab.flag != before


def test_the_opening_budget_pays_for_the_dearer_of_the_pair(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="paper-humaneval", small="Code Llama 70B", large="Code Llama 13B")
    tab.judges("13B wins by 13.2 points")
    assert tab.flag == "17.6 TFLOPs"

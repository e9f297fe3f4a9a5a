"""Can you check the answers? The switch on Explore, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

PAIR = {"study": "miniature", "small": "mini 0.6M", "large": "mini 3M", "budget": "0.00258"}


def answer(tab: Visitor, said: str) -> None:
    tab.page.get_by_role("radio", name=said).click()
    tab.settled()


def test_the_verdict_flips_with_the_answer(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**PAIR)
    tab.judges("0.6M wins by 5.7 points")
    assert tab.page.get_by_role("combobox", name="Ranker").count() == 0
    answer(tab, "No, rank them")
    tab.judges("3M wins by 11.2 points")
    assert tab.parameters["select"] == ["ranker:own-nll"]
    assert tab.parameters["budget"] == ["0.00258"]
    tab.choose("Ranker", "likelihood by mini 10M")
    assert tab.parameters["select"] == ["ranker:nll:mini 10M"]
    answer(tab, "Yes, with tests")
    tab.judges("0.6M wins by 5.7 points")
    assert "select" not in tab.parameters
    answer(tab, "No, rank them")
    assert tab.parameters["select"] == ["ranker:nll:mini 10M"], "the last one of this visit"


def test_a_study_without_rankers_says_which_have_some_and_goes_there(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open()
    answer(tab, "No, rank them")
    elsewhere = tab.page.locator(".st-key-not-ranked")
    expect(elsewhere).to_contain_text("Nobody ranked the answers of HumanEval (the paper)")
    expect(tab.page.get_by_role("radio", name="Yes, with tests")).to_be_checked()
    elsewhere.get_by_role("button", name="Minifunctions (the miniature)").click()
    tab.page.wait_for_url(re.compile("study=miniature.*select=ranker"))
    tab.settled()
    assert tab.parameters["select"] == ["ranker:own-nll"]
    expect(elsewhere).to_have_count(0)
    expect(tab.page.get_by_role("radio", name="No, rank them")).to_be_checked()


def test_what_was_asked_in_vain_is_told_until_the_next_choice(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open()
    answer(tab, "No, rank them")
    expect(tab.page.locator(".st-key-not-ranked")).to_have_count(1)
    tab.choose("Small model", "Code Llama 7B")
    expect(tab.page.locator(".st-key-not-ranked")).to_have_count(0)

"""What a visitor chose lasts: over changes of page, reloads and links, in a real Chromium."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

MBPP = {
    "study": ["paper-mbpp"],
    "small": ["Code Llama 7B"],
    "large": ["Code Llama 34B"],
    "also": ["Code Llama 13B"],
    "by": ["samples"],
    "budget": ["40"],
}
MINIATURE = {
    "study": ["miniature"],
    "small": ["mini 3M"],
    "large": ["mini 10M"],
    "also": ["mini 0.6M"],
    "by": ["flops"],
    "budget": ["500"],  # beyond the data
    "unit": ["relative"],
    "select": ["ranker:tests-passed"],
    "ranker_cost": ["off"],
    "max_k": ["n"],
    "bands": ["off"],
    "difficulty": ["hard"],
    "problem": ["mini/hard/07"],
    "show": ["passed"],
    "order": ["own-nll"],
    "tokens": ["64"],
    "attention": ["on"],
    "gpu": ["H100 SXM"],
    "price": ["mini 3M=2"],
}
TITLE = "MBPP (the paper)"


def go(tab: Visitor, page: str) -> None:
    """Go to a page by the navigation, and wait until it has put the view into its address."""
    tab.page.get_by_role("link", name=page, exact=True).click()
    tab.page.wait_for_url(re.compile(r"\?.*study="))
    tab.settled()


def said(tab: Visitor) -> Locator:
    """Return the box of a page that cannot show the chosen study."""
    return tab.page.locator(".st-key-cannot-show")


def test_every_choice_lasts_on_every_page(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**MINIATURE)
    assert tab.parameters == MINIATURE
    for page in ("Problems", "Selection", "Explore", "Selection", "Problems", "Explore"):
        go(tab, page)
        assert tab.parameters == MINIATURE, page
        assert tab.page.get_by_role("alert").count() == 0
        assert said(tab).count() == 0
        if page == "Selection":
            tab.page.reload()
            tab.chart.wait_for()
            tab.settled()
            assert tab.parameters == MINIATURE, "after a reload"


def test_a_page_that_cannot_show_a_study_says_so_and_changes_nothing(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(**MBPP)
    for page, lacking in (
        ("Problems", "has no samples to read"),
        ("Selection", "has no ranker data"),
        ("Problems", "has no samples to read"),
    ):
        go(tab, page)
        expect(said(tab)).to_contain_text(f"{TITLE} {lacking}")
        assert tab.parameters == MBPP, page
    tab.page.reload()
    expect(said(tab)).to_contain_text(TITLE)
    tab.settled()
    assert tab.parameters == MBPP
    go(tab, "Explore")
    tab.chart.wait_for()
    assert tab.parameters == MBPP
    assert "x 40" in tab.readouts


def test_a_study_that_is_chosen_instead_stays(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**MBPP)
    go(tab, "Problems")
    said(tab).get_by_role("button", name="Minifunctions (the miniature)").click()
    expect(tab.page.get_by_role("heading", name="mini/easy/01")).to_be_visible()
    assert said(tab).count() == 0
    tab.page.wait_for_url(re.compile("study=miniature"))
    tab.settled()
    go(tab, "Explore")
    tab.judges("10M wins by 18.1 points")
    assert tab.parameters["study"] == ["miniature"]
    assert tab.parameters["by"] == ["samples"], "what fits the other study is kept"
    assert tab.parameters["budget"] == ["40"]
    go(tab, "Selection")
    expect(tab.page.locator("table").first).to_contain_text("likelihood by mini 10M")
    assert tab.parameters["study"] == ["miniature"]


def test_a_link_to_a_page_that_cannot_show_its_study_keeps_address_and_notes(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    for page, lacking in (("problems", "no samples to read"), ("selection", "no ranker data")):
        link = urlencode({**MBPP, "budget": "abc", "select": "ranker:nll"}, doseq=True)
        tab.page.goto(f"{tab.address}/{page}?{link}")
        expect(said(tab)).to_contain_text(lacking)
        tab.settled()
        told = tab.page.get_by_role("alert")
        expect(told).to_contain_text("budget=abc in the link was not used")
        expect(told).to_contain_text("no data for selection by 'nll'")
        assert tab.parameters == {name: MBPP[name] for name in MBPP if name != "budget"}
    tab.open("problems", study="no such study")
    expect(tab.page.get_by_role("alert")).to_contain_text("unknown study 'no such study'")
    assert tab.parameters["study"] == ["miniature"], "the first that the page can show"


def test_a_filter_that_leaves_nothing_is_in_the_link(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.page.goto(f"{tab.address}/?study=livecodebench-2024-06&from=2029-01-01&difficulty=hard")
    expect(tab.page.get_by_text("passes the filter")).to_be_visible()
    tab.settled()
    tab.page.get_by_role("radio", name="Samples").click()
    tab.page.wait_for_url(re.compile("by=samples"))
    assert tab.parameters["from"] == ["2029-01-01"]
    assert tab.parameters["difficulty"] == ["hard"]

"""Back, Forward and the names of tabs, in a real Chromium: one entry of the history for a page."""

import re
from collections.abc import Callable

import pytest

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

SMALL = "Small model"


def entries(tab: Visitor) -> int:
    """Return how many entries the tab's history has."""
    found: int = tab.page.evaluate("history.length")
    return found


def go(tab: Visitor, page: str) -> None:
    """Go to a page by the navigation, and wait until its view is in its address."""
    tab.page.get_by_role("link", name=page, exact=True).click()
    tab.page.wait_for_url(re.compile(r"\?.*study="))
    tab.settled()


def test_choices_and_drags_make_no_entries(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    begun = entries(tab)
    for model in ("Code Llama 7B", "Code Llama 34B", "Code Llama 13B"):
        tab.choose(SMALL, model)
    tab.drag(-60)
    tab.drag(90)
    tab.page.get_by_role("radio", name="Samples").click()
    tab.settled()
    assert tab.parameters["by"] == ["samples"]
    assert entries(tab) == begun
    tab.page.go_back()
    tab.page.wait_for_url("about:blank")


def test_back_and_forward_go_from_page_to_page_as_they_were(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.choose(SMALL, "Code Llama 7B")
    tab.drag(80)
    explored, verdict, begun = tab.page.url, tab.verdict, entries(tab)
    go(tab, "Problems")
    tab.page.locator(".st-key-cannot-show").get_by_role("button").first.click()
    tab.page.locator(".stCode").first.wait_for()
    tab.settled()
    read = tab.page.url
    assert entries(tab) == begun + 1
    tab.page.go_back()
    tab.judges(verdict.splitlines()[0])
    tab.settled()
    assert (tab.page.url, tab.verdict) == (explored, verdict)
    tab.page.go_forward()
    tab.page.locator(".stCode").first.wait_for()
    tab.settled()
    assert tab.page.url == read
    assert entries(tab) == begun + 1


def test_what_is_chosen_after_back_stays(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    go(tab, "Selection")
    tab.page.go_back()
    tab.chart.wait_for()
    tab.settled()
    tab.choose(SMALL, "Code Llama 7B")
    chosen = tab.page.url
    tab.page.keyboard.press("r")  # Streamlit's key to run a page again
    tab.settled()
    assert "7B" in tab.verdict
    tab.page.reload()
    tab.chart.wait_for()
    tab.settled()
    assert "7B" in tab.verdict
    assert tab.page.url == chosen
    tab.page.go_forward()
    tab.page.wait_for_url("**/selection?*")
    tab.page.go_back()
    tab.judges("7B")
    assert tab.page.url == chosen


def test_a_visit_begins_with_one_entry_and_keeps_how_it_is_embedded(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(budget="abc", embed="true")
    begun = entries(tab)
    assert tab.parameters["embed"] == ["true"]
    assert tab.parameters["budget"] == ["17.6"]
    tab.drag(80)
    assert tab.parameters["embed"] == ["true"]
    assert tab.parameters["budget"] != ["17.6"]
    assert entries(tab) == begun


def test_tabs_are_called_by_what_they_show(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    assert tab.page.title() == "13B or 70B on HumanEval? Budgetscope"
    tab.choose(SMALL, "Code Llama 7B")
    assert tab.page.title() == "7B or 70B on HumanEval? Budgetscope"
    tab.open("problems", study="miniature", problem="mini/hard/07")
    assert tab.page.title() == "mini/hard/07 of Minifunctions. Budgetscope"
    go(tab, "Selection")
    assert tab.page.title() == "Selection: Minifunctions. Budgetscope"

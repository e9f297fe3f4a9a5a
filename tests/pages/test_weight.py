"""What a visitor's browser fetches, and when, in a real Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

LIBRARY = """() => performance.getEntriesByType("resource")
    .filter(entry => entry.name.includes("plotly"))
    .map(entry => [entry.initiatorType, entry.startTime, entry.transferSize])"""
FIRST_ROUND = """() => Math.max(...performance.getEntriesByType("resource")
    .filter(entry => entry.name.includes("_stcore")).map(entry => entry.startTime))"""


def fetched(tab: Visitor) -> list[Any]:
    found: list[Any] = tab.page.evaluate(LIBRARY)
    return found


def test_the_charts_library_is_asked_for_with_the_document_once_and_kept(
    browser: Browser, address: str
) -> None:
    tab = Visitor(browser, address)
    tab.open()
    (how, start, size), *more = fetched(tab)
    assert how == "link", "by the document, not by the chart"
    assert start < tab.page.evaluate(FIRST_ROUND), "before Streamlit is told anything"
    assert 100_000 < size < 1_600_000, "compressed"
    assert all(size == 0 for *_, size in more)
    tab.open(study="evalperf")
    assert all(size == 0 for *_, size in fetched(tab)), "from the browser's own store"
    tab.close()


def test_a_page_without_charts_asks_for_no_library(browser: Browser, address: str) -> None:
    tab = Visitor(browser, address)
    tab.open("problems")
    assert fetched(tab) == []
    tab.close()


def test_no_script_waits_for_the_page_that_needs_it(browser: Browser, address: str) -> None:
    tab = Visitor(browser, address)
    for page in ("", "pairs", "selection"):
        tab.open(page, study="miniature")
        late = tab.page.evaluate(
            """first => performance.getEntriesByType("resource")
                .filter(entry => entry.name.includes("/static/js/") && entry.startTime > first)
                .map(entry => entry.name)""",
            tab.page.evaluate(FIRST_ROUND.replace("max", "min")),
        )
        assert late == [], page
    tab.close()

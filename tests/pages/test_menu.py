"""The side bar's menu on a phone, in a real Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor
from tests.pages.test_budget_line import PHONE
from tests.pages.test_history import go

pytestmark = pytest.mark.browser


def test_a_menu_that_lies_over_the_page_closes_behind_a_link(visit: Callable[..., Visitor]) -> None:
    """Before: it hid the page that had been asked for."""
    tab = visit(**PHONE)
    tab.open()
    bar = tab.page.get_by_test_id("stSidebar")
    for page in ("Costs", "Pairs"):
        tab.page.get_by_test_id("stExpandSidebarButton").tap()
        expect(bar).to_have_attribute("data-collapsed", "false")
        tab.page.get_by_role("link", name=page, exact=True).tap()
        tab.page.wait_for_url(f"**/{page.lower()}?*")
        tab.settled()
        expect(bar).to_have_attribute("data-collapsed", "true")
        expect(tab.page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_a_menu_beside_the_page_stays(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    go(tab, "Costs")
    expect(tab.page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")

"""Filters that are on stand above the chart, and go by a click."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

FEW: dict[str, str | list[str]] = {
    "study": "livecodebench-2024-06",
    "difficulty": ["easy"],
    "platform": ["leetcode"],
    "from": "2024-02-20",
}


def test_each_filter_is_told_and_cleared(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**FEW)
    chips = tab.page.locator(".st-key-chips")
    expect(chips).to_contain_text("3 of 400 problems")
    expect(chips.get_by_role("button")).to_have_count(4)
    tab.judges("Nobody wins on 3 problems: too few")
    chips.get_by_role("button", name="Released from 20 Feb 2024").click()
    tab.settled()
    assert "from" not in tab.parameters
    assert tab.parameters["difficulty"] == ["easy"]
    expect(chips.get_by_role("button")).to_have_count(3)
    chips.get_by_role("button", name="Clear all").click()
    tab.settled()
    expect(chips).to_have_count(0)
    assert "difficulty" not in tab.parameters
    assert "Nobody wins" not in tab.verdict


def test_a_filter_that_leaves_nothing_can_be_cleared(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.page.goto(f"{tab.address}/?study=livecodebench-2024-06&from=2029-01-01")
    chips = tab.page.locator(".st-key-chips")
    expect(chips).to_contain_text("0 of 400 problems")
    chips.get_by_role("button", name="Released from 1 Jan 2029").click()
    tab.chart.wait_for()
    tab.settled()
    expect(chips).to_have_count(0)

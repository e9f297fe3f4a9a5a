"""A new server and several visitors at once: one builds the data file, the others wait."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboard import Visitor, served


@pytest.mark.browser
def test_visitors_who_come_together_all_see_the_page(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "store") as address:
        tabs = [Visitor(browser, address) for _ in range(3)]
        for tab in tabs:
            tab.page.goto(address, wait_until="commit")
        for tab in tabs:
            tab.chart.wait_for(timeout=120_000)
            assert tab.page.locator('[data-testid="stException"]').count() == 0
            tab.close()

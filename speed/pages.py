"""How each page comes: when it is painted, how much moves until then, and who cannot read it."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from backend.store.build import build_store
from speed.timing import Row
from tests import shifts
from tests.axe import violations
from tests.dashboard import Visitor, launch, served
from tests.every_page import PAGES, SIZES


def rows() -> Iterator[Row]:
    """Look at every page, in a real Chromium over a real server that is warm."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_store(Path(folder), lambda _: None)
        browser = launch(playwright)
        with served(Path(folder)) as address:
            for page in PAGES:
                _come(browser, address, page, "desk")
                for size in SIZES:
                    yield from _come(browser, address, page, size)
        browser.close()


def _come(browser: Browser, address: str, page: str, size: str) -> list[Row]:
    """Return what a new visitor sees of a page."""
    tab = Visitor(browser, address, viewport=SIZES[size])
    shifts.watch(tab.page)
    path, parameters = PAGES[page]
    start = time.perf_counter()
    tab.open(path, **parameters)
    name = f"{page}, {size}"
    found = [
        Row(f"{name}: a new visitor's page is painted", time.perf_counter() - start),
        Row(f"{name}: layout shift", shifts.total(tab.page), unit="of 0.1"),
        Row(f"{name}: rules of axe-core broken", len(violations(tab.page)), unit="elements"),
    ]
    tab.close()
    return found

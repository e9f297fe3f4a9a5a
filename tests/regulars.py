"""Visitors who were here before: their browsers know the pages' scripts, and nothing else.

A browser that comes for the first time reads and compiles megabytes of Streamlit's JavaScript:
most of what a page costs, and what hardly a test is about.
"""

from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.dashboard import DESK, Visitor


class Regulars:
    """Opens tabs in contexts that are kept; between two tests they forget all but caches."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._homes: dict[tuple[tuple[str, Any], ...], Page] = {}

    def tab(
        self,
        address: str | None = None,
        viewport: ViewportSize = DESK,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["no-preference", "reduce"] = "no-preference",
        **context: Any,
    ) -> Visitor:
        """Open a tab as `Visitor` does, on the dashboard or on another one."""
        tab = Visitor(self._browser, address or self._address, self._context(context))
        tab.page.set_viewport_size(viewport)
        tab.page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return tab

    def forget(self) -> None:
        """Forget what pages stored; close the tabs before."""
        for home in self._homes.values():
            home.evaluate("localStorage.clear()")
            home.context.clear_cookies()

    def _context(self, settings: dict[str, Any]) -> BrowserContext:
        key = tuple(sorted(settings.items()))
        if key not in self._homes:
            # A page that stays keeps the process, and so the scripts, that later tabs share.
            self._homes[key] = self._browser.new_context(viewport=DESK, **settings).new_page()
            self._homes[key].goto(f"{self._address}/_stcore/health")
        return self._homes[key].context

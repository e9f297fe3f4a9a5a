"""Find the Chromium that the tests drive; `python -m tests.browser_path` prints it."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def browser_path() -> str | None:
    """Return the system's Chromium, or else the one that playwright installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    path = browser_path()
    print(path or "no Chromium found", file=sys.stdout if path else sys.stderr)
    sys.exit(0 if path else 1)

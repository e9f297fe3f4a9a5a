"""How much of a page moves while it comes, as browsers count it: layout shift."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from pages.parts.document import widgets

# What moved, beside how much: who mends it wants to know.
_WATCH = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (entry.hadRecentInput) return;
  const moved = entry.sources.map(({ node }) => node?.className ?? node?.nodeName);
  window.shifts.push([entry.value, moved.join(", ")]);
})).observe({ type: "layout-shift", buffered: true });
"""


_WAITS = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState
    === "notRunning" && document.querySelector(".stMain [data-testid=stSkeleton]")"""


def late_scripts(page: Page) -> Callable[[], None]:
    """Hold back the scripts of widgets, as if they were slow to come.

    Returns:
        What waits until all of a page is there but for them, and then lets them come.
    """
    held: list[Route] = []
    hold = True

    def come(route: Route) -> None:
        if hold and urlsplit(route.request.url).path.rpartition("/")[2] not in widgets.named():
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        nonlocal hold
        page.wait_for_function(_WAITS)
        hold = False
        for route in held:
            route.continue_()

    page.route("**/static/js/*", come)
    return release


def watch(page: Page) -> None:
    """Watch the documents that a tab opens from now on."""
    page.add_init_script(_WATCH)


def shifts(page: Page) -> list[tuple[float, str]]:
    """Return each shift so far: a share of the window times a share of its size, and what moved."""
    return [(value, moved) for value, moved in page.evaluate("window.shifts")]


def total(page: Page) -> float:
    """Return the sum of all shifts of a document so far; more than 0.1 annoys."""
    return sum(value for value, _ in shifts(page))

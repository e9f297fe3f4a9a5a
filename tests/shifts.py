"""How much of a page moves while it comes, as browsers count it: layout shift."""

from playwright.sync_api import Page

# What moved, beside how much: who mends it wants to know.
_WATCH = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (entry.hadRecentInput) return;
  const moved = entry.sources.map(({ node }) => node?.className ?? node?.nodeName);
  window.shifts.push([entry.value, moved.join(", ")]);
})).observe({ type: "layout-shift", buffered: true });
"""


def watch(page: Page) -> None:
    """Watch the documents that a tab opens from now on."""
    page.add_init_script(_WATCH)


def shifts(page: Page) -> list[tuple[float, str]]:
    """Return each shift so far: a share of the window times a share of its size, and what moved."""
    return [(value, moved) for value, moved in page.evaluate("window.shifts")]


def total(page: Page) -> float:
    """Return the sum of all shifts of a document so far; more than 0.1 annoys."""
    return sum(value for value, _ in shifts(page))

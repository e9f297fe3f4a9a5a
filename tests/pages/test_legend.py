"""What the marks of the matrix of pairs are, and that its two halves say the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("study", "ahead"), [("evalperf", 0), ("paper-humaneval", 1)])
def test_every_mark_of_the_matrix_is_in_its_legend_and_mirrored_cells_match(
    visit: Callable[..., Visitor], study: str, ahead: int
) -> None:
    """Before: a cell without a mark was in no line of the legend."""
    tab = visit()
    tab.open("pairs", study=study, by="flops")
    legend = tab.page.locator(".pm-legend li")
    expect(legend.filter(has_text="no mark: too close to call")).to_have_count(1)
    expect(legend.filter(has_text="ahead")).to_have_count(ahead)  # of means only
    cells = tab.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".pm-table td[data-lead]")]
            .map(cell => [cell.dataset.at, cell.dataset.lead]))"""
    )
    assert cells
    for place, lead in cells.items():
        mirrored = cells[" ".join(reversed(place.split()))]
        assert mirrored == lead.translate(str.maketrans("+\u2212", "\u2212+"))

"""The zoom of the budget chart in a real Chromium: of budgets, by Shift or a button."""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor
from tests.pages.test_budget_line import place

pytestmark = pytest.mark.browser


def axis(tab: Visitor) -> tuple[float, float]:
    """Return the budgets that the chart shows, as powers of ten."""
    low, high = tab.page.locator(".bc-plot").evaluate("node => node._fullLayout.xaxis.range")
    return low, high


def shift_drag(tab: Visitor, low: float, high: float) -> None:
    """Zoom from one budget to another."""
    (x, y), (end, _) = place(tab, low), place(tab, high)
    tab.page.keyboard.down("Shift")
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(end, y, steps=6)
    tab.page.mouse.up()
    tab.page.keyboard.up("Shift")


def test_shift_and_a_drag_zoom_and_the_slider_follows_the_axis(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open()
    whole = axis(tab)
    shift_drag(tab, 10, 100)
    reset = tab.page.get_by_role("button", name="Show all budgets")
    expect(reset).to_be_visible()
    assert axis(tab) == pytest.approx((1, 2), abs=0.02)
    assert tab.parameters["budget"] == ["17.6"], "a zoom is no choice of a budget"
    ends = [float(str(tab.slider.get_attribute(name))) for name in ("min", "max")]
    assert ends == pytest.approx(axis(tab))
    tab.slider.scroll_into_view_if_needed()
    x, _ = place(tab, 30)
    box = tab.slider.bounding_box()
    assert box is not None
    tab.page.mouse.click(x, box["y"] + box["height"] / 2)
    tab.settled()
    assert float(tab.parameters["budget"][0]) == pytest.approx(30, rel=0.05)
    reset.click()
    expect(reset).to_be_hidden()
    assert axis(tab) == whole


def test_a_zoom_is_a_factor_of_two_at_least(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    shift_drag(tab, 20, 23)
    low, high = axis(tab)
    assert high - low == pytest.approx(math.log10(2))
    assert low < math.log10(20) < math.log10(23) < high


def test_the_button_zooms_in_on_the_line(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(budget="100")
    before = axis(tab)
    tab.page.get_by_role("button", name="Zoom in").press("Enter")
    low, high = axis(tab)
    assert high - low == pytest.approx((before[1] - before[0]) / 3)
    assert (low + high) / 2 == pytest.approx(2, abs=0.01)


def test_zoom_and_node_survive_other_models_and_no_other_study(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open()
    plot = tab.page.locator(".bc-plot")
    plot.evaluate("node => { node.dataset.mark = 'same node' }")
    shift_drag(tab, 10, 100)
    zoomed = axis(tab)
    tab.slider.press("ArrowRight")
    tab.settled()
    tab.choose("Small model", "Code Llama 7B")
    tab.choose("Large model", "Llama-3 70B")
    assert axis(tab) == pytest.approx(zoomed)
    tab.choose("Study", "MBPP (the paper)")
    low, high = axis(tab)
    assert high - low > 2
    assert plot.get_attribute("data-mark") == "same node"

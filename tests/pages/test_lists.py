"""Lists to choose from: what is typed finds, what Enter takes, what can be read; in Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

QWENS = {"study": "humanevalplus-2025"}
CONTRAST = "color-contrast"


@pytest.mark.parametrize(("page", "label"), [("reallocate", "Models you have"), ("", "Further")])
def test_enter_takes_the_one_model_that_is_called_so(
    visit: Callable[..., Visitor], page: str, label: str
) -> None:
    """Before: all that had the typed letters somewhere in this order, two models at once."""
    tab = visit()
    tab.open(page, **QWENS)
    box = tab.page.get_by_role("combobox", name=label)
    box.fill("qwen3-1.7")
    expect(tab.page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    tab.page.wait_for_url("**=Qwen3-1.7B*")
    tab.settled()
    expect(tab.page.locator(".stMultiSelect [data-tag-index]")).to_have_count(1)
    box.fill("qn3")
    expect(tab.page.get_by_text("No results")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chosen_models_can_be_read(visit: Callable[..., Visitor], scheme: str) -> None:
    """Before: in the dark, white letters on light blue."""
    tab = visit(color_scheme=scheme)
    models = ["Qwen3-1.7B", "Qwen3-4B"]
    for page, parameter in (("reallocate", "pool"), ("", "also")):
        tab.open(page, **QWENS, **{parameter: models})
        expect(tab.page.locator(".stMultiSelect [data-tag-index]").first).to_be_visible()
        assert [each for each in violations(tab.page) if each.rule == CONTRAST] == []


def test_how_far_curves_reach_is_not_cut(visit: Callable[..., Visitor]) -> None:
    """Before: "half the samples (the pape"."""
    tab = visit()
    tab.open("pairs", study="evalperf")
    cut = tab.page.get_by_role("combobox", name="Curves reach").evaluate(
        "({ scrollWidth, clientWidth }) => scrollWidth - clientWidth"
    )
    assert cut <= 0


def test_costs_of_a_dozen_models_are_seen_at_once(visit: Callable[..., Visitor]) -> None:
    """Before: the table was cut within a row, and the one to edit hid its last."""
    tab = visit()
    tab.open("costs", **QWENS)
    hidden = "({ scrollHeight, clientHeight }) => scrollHeight - clientHeight"
    assert tab.page.locator(".st-key-costed .plain-table").evaluate(hidden) <= 0
    rows = tab.page.locator(".st-key-costed tbody tr").count()
    scroller = tab.page.locator("[data-testid=stDataFrame] .dvn-scroller")
    assert rows > 6
    assert scroller.evaluate(hidden) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_heads_of_a_long_table_lie_on_the_pages_own_ground(
    visit: Callable[..., Visitor], scheme: str
) -> None:
    """Before: on none, so that rows that were scrolled were seen through them."""
    tab = visit(color_scheme=scheme)
    tab.open("costs", study="livecodebench-2024-06")
    ground = "node => getComputedStyle(node).backgroundColor"
    page = tab.page.locator(".stApp").evaluate(ground)
    assert tab.page.locator(".st-key-costed thead").evaluate(ground) == page
    shade = "node => getComputedStyle(node).backgroundImage"
    assert "gradient" in tab.page.locator(".st-key-costed .plain-table").evaluate(shade)

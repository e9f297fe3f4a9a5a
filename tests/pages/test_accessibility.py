"""Every page for everybody: axe-core's rules, what moves, what is cut, and how it is printed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests import shifts
from tests.axe import Violation, violations
from tests.dashboard import Visitor
from tests.every_page import PAGES, SIZES

pytestmark = pytest.mark.browser

STREAMLITS = {"presentation-role-conflict .st-emotion-cache": "where files are dropped"}
"""Rules that Streamlit's own elements break, by rule and where, and why nothing here mends it."""

FITS = """() => {
    const { scrollWidth, clientWidth } = document.querySelector(".stMain");
    return scrollWidth <= clientWidth;
}"""


def ours(found: Violation) -> bool:
    """Return whether a violation is ours."""
    place = re.sub(r"(?<=st-emotion-cache)-\w+", "", found.where)  # the rest is of its styles
    return f"{found.rule} {place}" not in STREAMLITS


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """Return a window's size."""
    return SIZES[request.param]


@pytest.mark.parametrize("page", PAGES)
def test_no_rule_is_broken_and_nothing_is_cut(
    visit: Callable[..., Visitor], size: dict[str, int], page: str
) -> None:
    """A page comes once, and is then looked at in both themes and, at the desk, grows narrower."""
    tab = visit(viewport=size, color_scheme="light")
    path, parameters = PAGES[page]
    tab.open(path, **parameters)
    nothing_is_cut(tab)
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        expect(tab.page.locator(".stApp")).to_have_css("color-scheme", scheme)
        tab.settled()
        assert [found for found in violations(tab.page) if ours(found)] == [], scheme
    for width in (1366, 1024) if size == SIZES["desk"] else ():
        tab.page.set_viewport_size({"width": width, "height": 844})
        tab.page.wait_for_function(FITS)  # the chart follows in its own time
        nothing_is_cut(tab)


@pytest.mark.parametrize("page", PAGES)
def test_hardly_anything_moves_while_a_page_comes(
    browser: Browser, address: str, size: dict[str, int], page: str
) -> None:
    path, parameters = PAGES[page]
    tab = Visitor(browser, address, viewport=size)  # as of somebody who has none of the scripts
    shifts.watch(tab.page)
    let_come = shifts.late_scripts(tab.page)
    tab.go(path, **parameters)
    let_come()
    tab.drawn(path)
    found = shifts.shifts(tab.page)
    tab.close()
    assert sum(value for value, _ in found) < 0.1, found


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_cut_where_hardly_more_than_a_phone_is(
    visit: Callable[..., Visitor], page: str
) -> None:
    tab = visit(viewport={"width": 800, "height": 844})
    path, parameters = PAGES[page]
    tab.open(path, **parameters)
    nothing_is_cut(tab)


def test_light_and_dark_are_two_clicks_away(visit: Callable[..., Visitor]) -> None:
    tab = visit(color_scheme="light")
    tab.open()
    tab.page.get_by_role("button", name="Main menu").click()
    tab.page.get_by_role("menuitemradio", name="Dark").click()
    expect(tab.page.locator(".stApp")).to_have_css("color-scheme", "dark")


def test_printed_is_the_page_alone(visit: Callable[..., Visitor]) -> None:
    tab = visit(color_scheme="dark")
    tab.open()
    tab.page.emulate_media(media="print")
    for gone in (".stSidebar", ".stAppHeader"):
        expect(tab.page.locator(gone)).to_be_hidden()
    expect(tab.page.locator(".stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(tab.chart).to_be_visible()
    assert box(tab, ".budget-chart")["left"] < 60


def test_who_wants_no_motion_gets_none(visit: Callable[..., Visitor]) -> None:
    tab = visit(reduced_motion="reduce")
    tab.open()
    moving = tab.page.evaluate(
        "() => document.getAnimations().filter(({ effect }) =>"
        " effect.getComputedTiming().duration > 1).length"
    )
    assert moving == 0


def test_a_link_says_what_it_opens_before_anything_is_drawn(
    visit: Callable[..., Visitor], address: str
) -> None:
    tab = visit(java_script_enabled=False)
    for path, name in (
        ("", "Budgetscope"),
        ("problems", "Budgetscope"),
        ("?study=paper-humaneval&small=Code+Llama+7B", "7B or 70B on HumanEval? Budgetscope"),
        ("pairs?study=miniature", "Pairs: Minifunctions. Budgetscope"),
        ("selection?study=miniature", "Selection: Minifunctions. Budgetscope"),
        ("costs?study=miniature", "Costs: Minifunctions. Budgetscope"),
        ("problems?study=miniature&problem=mini/hard/07", "mini/hard/07 of Minifunctions. Budget"),
        ("?study=<b>&by=$&small=%00%ff", "on HumanEval? Budgetscope"),
    ):
        tab.page.goto(f"{address}/{path}")
        assert name in tab.page.title()
        assert tab.page.locator("meta[property='og:title']").get_attribute("content") == (
            tab.page.title()
        )
        assert tab.page.locator("meta[property='og:description']").count() == 1


def nothing_is_cut(tab: Visitor) -> None:
    """Assert that a page is no wider than the window, and that no bar lies over its title."""
    assert tab.page.evaluate(FITS)
    title = box(tab, "h1")
    for bar in ("[data-testid=stMainMenu]", "[data-testid=stExpandSidebarButton]"):
        if tab.page.locator(bar).count():
            assert box(tab, bar)["bottom"] <= title["top"], bar


def box(tab: Visitor, selector: str) -> dict[str, Any]:
    """Return where an element lies in the window."""
    found: dict[str, Any] = tab.page.locator(selector).first.evaluate(
        "node => node.getBoundingClientRect().toJSON()"
    )
    return found

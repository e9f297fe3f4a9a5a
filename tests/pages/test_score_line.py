"""The line across the chart, at a score that is to be reached, in a real Chromium."""

import csv
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.dashboard import Visitor
from tests.pages.test_budget_line import PHONE, swipe

pytestmark = pytest.mark.browser

EVALPERF = {"study": "evalperf", "target": "80"}


def line(tab: Visitor) -> Locator:
    return tab.page.get_by_role("slider", name="Problems to solve")


def place(tab: Visitor, score: float) -> tuple[float, float]:
    """Return where on the screen a score is, at a third of the chart's width."""
    plot = tab.page.locator(".bc-plot")
    plot.scroll_into_view_if_needed()
    x, y = plot.evaluate(
        """(node, score) => {
            const { yaxis } = node._fullLayout, box = node.getBoundingClientRect();
            return [box.left + box.width / 3, box.top + yaxis._offset + yaxis.d2p(score)];
        }""",
        score,
    )
    return x, y


def flag(tab: Visitor) -> str:
    return tab.page.locator(".bc-level-flag").inner_text()


def test_a_score_is_set_instead_of_a_budget_and_a_budget_again(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open()
    before = tab.readouts
    tab.page.get_by_role("button", name="Set a score instead").click()
    tab.page.wait_for_url("**target=46.7*")
    tab.settled()
    assert "budget" not in tab.parameters
    tab.judges("13B reaches 46.7 % for 44 % less")
    tab.judges("70B x 1 needs 17.6 TFLOPs per problem to solve 46.7 %; 13B x 3 does it with 9.87")
    tab.judges("13B needs clearly less than 70B x 1; bound: 7 to 63 % less")
    expect(tab.slider).to_have_count(0)
    expect(tab.page.get_by_text("Over all budgets")).to_have_count(0)
    tab.page.go_back()
    tab.page.go_forward()
    tab.settled()
    tab.page.get_by_role("button", name="Set a budget instead").click()
    tab.settled()
    assert "target" not in tab.parameters
    assert tab.parameters["budget"] == ["17.6"]
    assert tab.readouts == before
    expect(line(tab)).to_have_count(0)


def test_what_each_model_needs_follows_the_line_while_it_moves(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(**EVALPERF)
    curves = tab.page.locator(".bc-plot .scatterlayer").evaluate("node => node.outerHTML")
    tab.page.mouse.move(*place(tab, 80))
    tab.page.mouse.down()
    tab.page.mouse.move(*place(tab, 90))
    assert flag(tab) == "90.0 %"
    tab.judges("6.7b reaches 90.0 % for")
    tab.judges("Let go of the line to see how sure that is.")
    live = tab.readouts
    assert tab.parameters["target"] == ["80"], "nothing is committed while dragging"
    drawn = tab.page.locator(".bc-plot .scatterlayer").evaluate("node => node.outerHTML")
    assert drawn == curves
    tab.page.mouse.up()
    tab.settled()
    assert tab.parameters["target"] == ["90"]
    assert tab.readouts == live
    tab.judges("95 % interval: ")
    assert line(tab).get_attribute("aria-valuenow") == "90"
    assert "33b x 3 needs 25.43 TFLOPs" in str(line(tab).get_attribute("aria-valuetext"))


def test_the_table_has_the_cheapest_first_and_those_behind_that_never_do(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(**EVALPERF | {"target": "97"})
    expect(tab.page.locator(".bc-table-title")).to_have_text("To solve 97.0 %, cheapest first")
    tab.page.get_by_role("button", name="Show all").last.click()
    lines = tab.page.locator(".bc-table tbody tr")
    never = lines.locator(".bc-used").filter(has_text="never, in this data: at most")
    told = lines.locator(".bc-used").all_inner_texts()
    first = next(at for at, text in enumerate(told) if text.startswith("never"))
    assert first > 0
    assert never.count() == len(told) - first
    costs = [float(text.split()[0].replace(",", "")) for text in told[:first] if " TF" in text]
    assert costs == sorted(costs)
    assert len(costs) > 3
    most = [float(text.split()[-2]) for text in told[first:]]
    assert most == sorted(most, reverse=True)
    intervals = lines.locator(".bc-interval").all_inner_texts()
    assert any("TFLOPs or more" in text for text in intervals[:first])
    assert not any(intervals[first:])


def test_the_keyboard_moves_the_score(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**EVALPERF)
    line(tab).focus()
    shown = []
    for key in ("ArrowUp", "ArrowLeft", "PageUp", "Home", "End"):
        tab.page.keyboard.press(key)
        shown.append(flag(tab))
    assert shown == ["81.0 %", "80.0 %", "90.0 %", "1.0 %", "100.0 %"]
    tab.page.wait_for_url("**target=100*")
    tab.settled()
    tab.judges("Neither reaches 100.0 % in this data")
    expect(line(tab)).to_be_focused()
    expect(tab.page.get_by_role("button", name="Use all 100 samples")).to_be_visible()


def test_a_score_is_typed(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**EVALPERF)
    field = tab.page.get_by_role("textbox", name="Problems to solve")
    field.fill("most of them")
    field.press("Enter")
    said = tab.page.locator(".bc-said")
    expect(said).to_have_text("Type percent from 0.1 to 100, such as 80.0 %.")
    field.fill("88.5")
    field.press("Enter")
    tab.page.wait_for_url("**target=88.5*")
    tab.settled()
    assert flag(tab) == "88.5 %"
    expect(said).to_have_text("")


def test_a_finger_drags_the_line_by_its_handle_taps_and_scrolls(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit(**PHONE)
    tab.open(**EVALPERF)
    x, y = place(tab, 80)
    swipe(tab, (x, y), 0, -60)
    dragged = float(tab.parameters["target"][0])
    assert dragged > 85
    tab.page.touchscreen.tap(*place(tab, 75))
    tab.settled()
    assert tab.parameters["target"] == ["75"]
    before = tab.page.locator(".bc-plot").bounding_box()
    x, y = place(tab, 90)
    swipe(tab, (x, y), 0, -150)
    after = tab.page.locator(".bc-plot").bounding_box()
    assert before and after and after["y"] < before["y"] - 50, "the page scrolls"
    assert tab.parameters["target"] == ["75"]


def test_a_score_stays_with_another_axis_and_in_files(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(**EVALPERF)
    tab.page.get_by_role("radio", name="Samples").click()
    tab.settled()
    assert tab.parameters["target"] == ["80"]
    tab.judges("33b x 2 needs 2 samples per problem to solve 80.0 %")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Download all points").click()
    rows = list(csv.DictReader(download.value.path().read_text(encoding="utf-8").splitlines()))
    assert {row["k"] for row in rows} >= {"1", "50"}
    with tab.page.expect_download() as picture:
        tab.page.get_by_role("button", name="Save as picture").click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_chart_of_another_page_offers_no_score(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection", study="miniature", target="40")
    expect(tab.page.get_by_role("button", name="Set a score instead")).to_be_hidden()

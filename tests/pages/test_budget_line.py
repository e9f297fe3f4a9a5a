"""The budget line under a visitor's hand: press, drag, tap, hover and type, in a real Chromium."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def place(tab: Visitor, budget: float) -> tuple[float, float]:
    """Return where on the screen a budget is, at half the chart's height."""
    plot = tab.page.locator(".bc-plot")
    plot.scroll_into_view_if_needed()
    x, y = plot.evaluate(
        """(node, budget) => {
            const { xaxis } = node._fullLayout, box = node.getBoundingClientRect();
            return [box.left + xaxis._offset + xaxis.d2p(budget), box.top + box.height / 2];
        }""",
        budget,
    )
    return x, y


def swipe(tab: Visitor, start: tuple[float, float], dx: float, dy: float) -> None:
    """Move a finger over the screen."""
    touch = tab.context.new_cdp_session(tab.page)
    points = [{"x": start[0], "y": start[1]}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    for step in range(1, 9):
        points = [{"x": start[0] + dx * step / 8, "y": start[1] + dy * step / 8}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tab.settled()


def test_a_press_anywhere_on_the_plot_moves_the_line_there(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.page.mouse.click(*place(tab, 100))
    tab.settled()
    assert tab.flag == "100 TFLOPs"
    assert tab.parameters["budget"] == ["100"]
    tab.judges("For 100 TFLOPs per problem 13B x 30 solves")


def test_the_verdict_and_the_table_follow_the_line_while_it_moves(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open()
    tab.judges("For what one answer of Code Llama 70B costs you get 5 of 13B: 59.9 % solved ins")
    assert tab.readouts.splitlines()[0].startswith("Code Llama 13B")
    tab.page.mouse.move(*place(tab, 60))
    tab.page.mouse.down()
    tab.judges("13B is 9.7 points ahead")
    tab.judges("Let go of the line to see how sure that is.")
    assert "x 18" in tab.readouts
    assert "59.9 %" not in tab.readouts
    tab.page.mouse.move(*place(tab, 5))
    tab.judges("5 TFLOPs does not pay for one answer of 70B")
    assert "one answer costs 17.6 TFLOPs" in tab.readouts
    tab.page.mouse.move(*place(tab, 17.6))
    tab.judges("13B wins by 13.2 points")
    tab.page.mouse.move(*place(tab, 60))
    assert tab.parameters["budget"] == ["17.6"], "nothing is committed while dragging"
    tab.page.mouse.up()
    tab.settled()
    assert tab.parameters["budget"] == ["60"]
    tab.judges("the lead could be")
    told = tab.page.locator(".bc-plot").get_attribute("aria-label")
    assert told == (
        "Code Llama 13B or 70B? HumanEval (the paper). For 60 TFLOPs: "
        "13B x 18 solves 78.4 %, 70B x 3 solves 68.7 %"
    )
    assert "Let go" not in tab.verdict


def test_the_pointer_previews_what_a_press_would_show(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    hover = tab.page.locator(".bc-hover")
    tab.page.mouse.move(*place(tab, 100))
    expect(hover).to_contain_text("100 TFLOPs")
    expect(hover).to_contain_text("70B x 5: ")
    assert tab.flag == "17.6 TFLOPs"
    tab.page.mouse.move(5, 5)
    expect(hover).to_be_hidden()


@pytest.mark.parametrize(
    ("text", "budget"), [("20", "20"), ("0.5e2 TFLOPs", "50"), ("1,000", "1000")]
)
def test_a_budget_is_typed(visit: Callable[..., Visitor], text: str, budget: str) -> None:
    tab = visit()
    tab.open()
    field = tab.page.get_by_label("Budget per problem").and_(tab.page.get_by_role("textbox"))
    field.fill(text)
    field.press("Enter")
    tab.page.wait_for_url(f"**budget={budget}*")
    tab.settled()
    assert tab.flag == f"{float(budget):,.0f} TFLOPs"


def test_what_is_no_budget_is_told_and_changes_nothing(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    field, said = tab.page.locator(".bc-typed"), tab.page.locator(".bc-said")
    for text, told in (
        ("much", "Type a number, such as 17.6 TFLOPs. A comma only groups thousands."),
        ("20 kg", "Type a number, such as 17.6 TFLOPs. A comma only groups thousands."),
        ("100000", "The chart goes from 3.29 TFLOPs to 1,645 TFLOPs."),
    ):
        field.fill(text)
        field.press("Enter")
        expect(said).to_have_text(told)
    tab.settled()
    assert tab.parameters["budget"] == ["17.6"]
    tab.slider.press("ArrowRight")
    expect(said).to_have_text("")


def test_a_finger_taps_and_drags_and_scrolls(visit: Callable[..., Visitor]) -> None:
    tab = visit(**PHONE)
    tab.open()
    tab.page.touchscreen.tap(*place(tab, 50))
    tab.settled()
    tapped = float(tab.parameters["budget"][0])
    assert 45 < tapped < 55
    x, y = place(tab, 50)
    swipe(tab, (x, y), -60, 0)
    dragged = float(tab.parameters["budget"][0])
    assert dragged < tapped / 1.5
    before = tab.page.locator(".bc-plot").bounding_box()
    swipe(tab, (x, y), 0, -200)
    after = tab.page.locator(".bc-plot").bounding_box()
    assert before and after and after["y"] < before["y"] - 50, "the page scrolls"
    assert float(tab.parameters["budget"][0]) == dragged


def test_where_data_end_nobody_wins_and_two_buttons_lead_on(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="evalperf", budget="200")
    hollow = tab.page.locator(".bc-dots .bc-hollow")
    expect(hollow).to_have_count(1)
    assert "all its samples" in tab.readouts
    tab.page.get_by_role("button", name="Use all 100 samples").click()
    tab.page.wait_for_url("**max_k=n*")
    tab.settled()
    expect(tab.page.get_by_role("button", name="Use all")).to_have_count(0)
    tab.page.get_by_role("button", name="Compare at").click()
    tab.settled()
    expect(hollow).to_have_count(0)
    assert float(tab.parameters["budget"][0]) < 200
    expect(tab.page.get_by_role("button", name="Compare at")).to_have_count(0)


def test_the_table_has_all_models_the_best_first_and_adds_them(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(study="evalperf", budget="20")
    lines = tab.page.locator(".bc-table tbody tr")
    tab.page.get_by_role("button", name="Show all").last.click()
    scores = [text.split()[0] for text in lines.locator(".bc-score").all_inner_texts() if text]
    assert len(scores) > 20
    assert scores == sorted(scores, key=float, reverse=True)
    search = tab.page.get_by_role("searchbox", name="Search models")
    search.fill("qwen2.5-")
    expect(lines).not_to_have_count(len(scores))
    assert all("Qwen2.5-" in text for text in lines.all_inner_texts())
    search.fill("nothing of the kind")
    expect(tab.page.get_by_text("No model is called so.")).to_be_visible()
    search.fill("")
    line = tab.page.locator(".bc-name", has_text="Qwen2.5-14B-Instruct")
    line.click()
    tab.page.wait_for_url("**also=Qwen%2FQwen2.5-14B-Instruct*")
    tab.settled()
    assert tab.readouts.count("x ") == 3
    expect(line).to_be_focused()
    line.press("Enter")
    tab.page.wait_for_url(lambda url: "also=" not in url)
    tab.settled()
    assert tab.readouts.count("x ") == 2


def test_the_chart_is_saved_as_a_picture_that_stands_alone(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    with tab.page.expect_download() as started:
        tab.page.get_by_role("button", name="Save as picture").click()
    assert started.value.suggested_filename == "Code-Llama-13B-or-70B-HumanEval-the-paper-.png"
    picture = Path(started.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    plot = tab.page.locator(".bc-plot").bounding_box()
    assert plot is not None
    assert width > 2 * plot["width"]
    assert height > 2 * plot["height"]

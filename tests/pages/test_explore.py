"""The Explore page in a real Chromium, over a real server and store."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard import ROOT, Visitor

pytestmark = pytest.mark.browser

PAPER = {"study": "paper-humaneval", "small": "Code Llama 13B", "large": "Code Llama 70B"}


def printed(store: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "backend", *arguments, "--format", "json"],
        cwd=ROOT,
        env={"BUDGETSCOPE_STORE": str(store)},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_page_opens_on_the_papers_headline(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.judges("13B wins by 13.2 points")
    tab.judges("59.9 %")
    tab.judges("46.7 %")
    tab.judges("the paper published means only")
    assert tab.flag == "17.6 TFLOPs"
    assert "16.45 TFLOPs" in tab.readouts, "what five answers use"
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Budgetscope")
    assert tab.parameters == {key: [value] for key, value in PAPER.items()} | {
        "by": ["flops"],
        "budget": ["17.6"],
    }


def test_dragging_reads_out_live_and_agrees_with_the_command_line_on_release(
    visit: Callable[..., Visitor], store: Path
) -> None:
    tab = visit()
    tab.open()
    before = tab.readouts
    tab.drag(160, release=False)
    live = tab.readouts
    assert live != before
    assert tab.flag != "17.6 TFLOPs"
    assert tab.parameters["budget"] == ["17.6"], "nothing is committed while dragging"
    tab.page.mouse.up()
    tab.settled()
    assert tab.readouts == live
    budget = tab.parameters["budget"][0]
    assert float(budget) > 17.6
    told = printed(
        store,
        *("compare", "--study", PAPER["study"], "--small", PAPER["small"]),
        *("--large", PAPER["large"], "--budget-kind", "flops", "--budget", budget),
    )
    for side in ("small", "large"):
        score, k = f"{told[side]['score']:.1f} %", f"x {told[side]['k']}"
        assert score in live
        assert k in live
        tab.judges(score)
        tab.judges(k)
    tab.judges(f"{abs(told['difference']['value']):.1f} points")


def test_the_keyboard_moves_the_budget(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.slider.focus()
    stops = []
    for key in ("ArrowRight", "ArrowRight", "PageUp", "ArrowLeft", "Home", "End"):
        tab.page.keyboard.press(key)
        stops.append(float(tab.flag.split()[0].replace(",", "")))
    assert 17.6 < stops[0] < stops[1] < stops[2]
    assert stops[3] < stops[2]
    assert stops[4] == 3.29
    assert stops[5] == 1645
    assert "13B x 500 solves" in str(tab.slider.get_attribute("aria-valuetext"))
    tab.page.wait_for_url("**budget=1645*")
    tab.settled()
    tab.judges("70B has data up to 64 samples")


def test_another_study_model_and_budget_kind(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.choose("Study", "EvalPerf, 32 chat models")
    tab.judges("6.7b wins by 11.8 points")
    tab.judges("95 % interval of the lead +7.2 to +16.3 points, paired over 118 problems")
    tab.choose("Small model", "Qwen2.5-7B-Instruct")
    assert tab.parameters["small"] == ["Qwen/Qwen2.5-7B-Instruct"]
    tab.judges("91.3 %")
    for kind, unit in (("Time", " ms"), ("Dollars", "¢"), ("Samples", "1 sample")):
        tab.page.get_by_role("radio", name=kind).click()
        tab.settled()
        assert unit in tab.flag
        assert unit in tab.readouts
    assert tab.parameters["by"] == ["samples"]
    tab.choose("Large model", "gpt-4o-2024-08-06")
    assert "gpt-4o-2024-08-06" in tab.readouts
    assert "x 1" in tab.readouts


def test_a_copied_link_opens_the_exact_view_elsewhere(visit: Callable[..., Visitor]) -> None:
    link: dict[str, str | list[str]] = {
        "study": "livecodebench-2024-06",
        "small": "DSCoder-1.3b-Ins",
        "large": "CodeQwen15-7B-Chat",
        "also": ["DSCoder-6.7b-Ins", "DSCoder-33b-Ins"],
        "by": "time",
        "budget": "0.2",
        "difficulty": ["easy", "medium"],
        "from": "2023-09-01",
        "max_k": "n",
        "bands": "off",
        "tokens": "400",
        "gpu": "H100 SXM",
        "batch": "16",
    }
    one, other = visit(), visit()
    one.open(**link)
    expected = {key: [value] if isinstance(value, str) else value for key, value in link.items()}
    assert one.parameters == expected
    other.page.goto(one.page.url)
    other.chart.wait_for()
    other.settled()
    assert other.parameters == expected
    assert other.readouts == one.readouts
    assert other.verdict == one.verdict
    expect(other.page.locator(".bc-table .bc-drawn")).to_have_count(4)


def test_bad_values_in_a_link_fall_back_with_a_visible_note(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(study="paper-humanevil", budget="abc", also="GPT-9")
    warning = tab.page.get_by_role("alert").inner_text()
    assert "unknown study 'paper-humanevil' (nearest: paper-humaneval" in warning
    assert "budget=abc" in warning
    assert "also=GPT-9" in warning
    tab.judges("13B wins by 13.2 points")
    tab.choose("Small model", "Code Llama 7B")
    assert tab.page.get_by_role("alert").count() == 0


def test_a_phone_shows_everything_without_scrolling_sideways(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab.open()
    width = tab.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    tab.judges("13B wins")
    tab.page.locator(".bc-handle").evaluate("handle => handle.scrollIntoView({ block: 'center' })")
    x, y = tab.handle_position()
    touch = tab.context.new_cdp_session(tab.page)
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in range(1, 6):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": "touchMove", "touchPoints": [{"x": x + 12 * step, "y": y}]},
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tab.settled()
    assert float(tab.parameters["budget"][0]) > 17.6


def brightness(colour: str) -> float:
    numbers = colour[colour.index("(") + 1 : colour.index(")")].split(",")[:3]
    return sum(float(number) for number in numbers) / 3


def test_the_dark_theme_keeps_line_and_curves_visible(visit: Callable[..., Visitor]) -> None:
    colours = {}
    for theme in ("light", "dark"):
        tab = visit(color_scheme=theme)
        tab.open()
        colours[theme] = tab.page.evaluate(
            """() => [
                getComputedStyle(document.querySelector('.stApp')).backgroundColor,
                getComputedStyle(document.querySelector('.bc-line')).stroke,
                getComputedStyle(document.querySelector('.bc-dots circle')).fill,
            ]"""
        )
    for background, line, dot in colours.values():
        assert abs(brightness(background) - brightness(line)) > 100
        assert abs(brightness(background) - brightness(dot)) > 60
    assert brightness(colours["dark"][0]) < 60
    assert brightness(colours["light"][0]) > 200


def test_a_budget_below_one_answer_says_so(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(budget="5")
    tab.judges("This budget does not pay for one answer of Code Llama 70B (17.6 TFLOPs)")
    assert "one answer costs 17.6 TFLOPs" in tab.readouts
    assert "0.0 %" not in tab.readouts


def test_filters_that_leave_nothing_say_so(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.page.goto(f"{tab.address}/?study=livecodebench-2024-06&from=2029-01-01")
    notice = tab.page.get_by_text("no problem of study livecodebench-2024-06 passes the filter")
    notice.wait_for()


def test_the_csv_holds_what_the_command_line_prints(
    visit: Callable[..., Visitor], store: Path
) -> None:
    tab = visit()
    tab.open(study="evalperf")
    with tab.page.expect_download() as started:
        tab.page.get_by_role("button", name="Download all points").click()
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text())))
    model = "deepseek-ai/deepseek-coder-6.7b-instruct"
    told = printed(store, "curve", "--study", "evalperf", "--model", model)
    own = [row for row in rows if row["model"] == model]
    assert [float(row["score"]) for row in own] == [point["score"] for point in told]
    assert [float(row["hi"]) for row in own] == [point["hi"] for point in told]


def test_the_page_says_where_its_numbers_come_from(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.unfold("Where this data comes from, and its caveats")
    text = tab.page.locator('[data-testid="stExpanderDetails"]').last.inner_text()
    assert "164 of 164 problems" in text
    assert "13B 1,000" in text
    assert "arXiv:2404.00725" in text
    assert "Table 1" in text


def test_a_study_with_one_model_shows_its_curve(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="codegen-16b-humaneval")
    expect(tab.page.get_by_text("This study has one model")).to_be_visible()
    assert "CodeGen-Mono-16B" in tab.readouts
    assert "22.1 %" in tab.readouts
    tab.choose("Study", "HumanEval (the paper)")
    tab.judges("13B wins by 13.2 points")


def test_the_page_says_who_leads_over_all_budgets(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    beyond = tab.page.locator(".st-key-beyond")
    expect(beyond).to_contain_text("17.6 to 52.8 TFLOPs: 13B leads clearly")
    expect(beyond).to_contain_text("52.8 to 1,144 TFLOPs: 13B is ahead, not clearly")
    expect(beyond).to_contain_text("70B has no more samples")
    expect(beyond).to_contain_text("with 44 % less compute (bound: 7 to 63 % less)")
    tab.judges("The tests that select are those that grade")


def test_problems_after_the_cut_offs_are_told_apart(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="livecodebench-2024-06")
    beyond = tab.page.locator(".st-key-beyond")
    expect(beyond).to_contain_text("On the 238 problems released after 1 September 2023")
    tab.unfold("Problems like these, or these very problems?")
    expect(beyond).to_contain_text("their samples drawn anew")

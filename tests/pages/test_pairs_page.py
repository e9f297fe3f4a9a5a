"""The Pairs page in a real Chromium, over a real server and store."""

import csv
import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from backend.words.counts import points
from tests.dashboard import Visitor
from tests.pages.test_explore import printed

pytestmark = pytest.mark.browser

EVALPERF = {"study": "evalperf", "by": "flops", "budget": "17.6"}


def open_pairs(tab: Visitor, **parameters: str) -> None:
    tab.open("pairs", **parameters)


def cell(tab: Visitor, row: str, column: str) -> Locator:
    return tab.page.get_by_role("gridcell", name=re.compile(f"^{re.escape(row)} .*over {column} "))


def line(tab: Visitor) -> tuple[float, float]:
    """Return where the budget line stands."""
    box = tab.page.locator(".pm-line").bounding_box()
    frame = tab.page.locator(".pm-frame").bounding_box()
    assert box is not None
    assert frame is not None
    return box["x"], frame["y"] + 80


def leads(tab: Visitor) -> list[str]:
    """Return what the cells show."""
    found: list[str] = tab.page.evaluate(
        "() => [...document.querySelectorAll('.pm-table td')].map(({ dataset }) => dataset.lead)"
    )
    return found


def finding(tab: Visitor) -> str:
    return tab.page.locator(".pm-finding").inner_text().replace("\xa0", " ")


@pytest.mark.parametrize("stops", [False, True])
def test_cells_say_what_the_command_line_prints(
    visit: Callable[..., Visitor], store: Path, stops: bool
) -> None:
    tab = visit()
    open_pairs(tab, **EVALPERF, **({"stop": "first"} if stops else {}))
    typed = tab.page.get_by_role("textbox", name="Budget per problem")
    for budget in ("17.6", "2.5", "40" if stops else "400"):
        if budget != "17.6":
            typed.fill(budget)
            typed.press("Enter")
            tab.page.wait_for_url(f"**budget={budget}*")
            tab.settled()
        asked = "pairs", "--study", "evalperf", "--budget", budget
        told = printed(store, *asked, *(["--stop-first"] if stops else []))
        clear = sum(row["verdict"].endswith("-wins") for row in told) // 2
        assert f"{clear} of {len(told) // 2} pairs are told apart" in finding(tab)
        for row in told[:: len(told) // 5]:
            own, other = (row[side].rpartition("/")[2] for side in ("row", "column"))
            said = str(cell(tab, own, other).get_attribute("aria-label"))
            assert said.startswith(f"{own} {times(row['k_row'], stops)} over ")
            assert f" over {other} {times(row['k_column'], stops)}: " in said
            ends = f"{points(row['lo'])} to {points(row['hi'])}; {row['n_problems']} problems"
            assert f"{points(row['difference'])} points ({ends})" in said
            wins = row["verdict"].endswith("-wins")
            assert wins == said.endswith("clear")
            assert wins == ("pm-wins" in str(cell(tab, own, other).get_attribute("class")))


def times(k: int, stops: bool) -> str:
    return f"up to {k} times" if stops and k > 1 else f"x {k}"


def test_dragging_moves_the_matrix_and_release_commits(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    open_pairs(tab, **EVALPERF)
    painted = leads(tab)
    before, best = finding(tab), tab.page.locator(".pm-best").inner_text()
    x, y = line(tab)
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 160, y, steps=8)
    assert leads(tab) != painted
    live = finding(tab)
    assert live != before
    assert tab.page.locator(".pm-best").inner_text() != best
    assert tab.parameters["budget"] == ["17.6"], "nothing is committed while dragging"
    tab.page.mouse.up()
    tab.settled()
    assert finding(tab) == live
    assert float(tab.parameters["budget"][0]) > 17.6
    tab.page.reload()
    tab.chart.wait_for()
    tab.settled()
    assert finding(tab) == live


def test_a_cell_opens_its_pair_in_explore(visit: Callable[..., Visitor]) -> None:
    """The cheaper one is the small model, whichever is the row; the budget stays."""
    tab = visit()
    open_pairs(tab, **EVALPERF)
    cell(tab, "Qwen2.5-32B-Instruct", "Yi-Coder-9B-Chat").click()
    tab.page.wait_for_url("**small=01-ai*")
    tab.page.locator(".budget-chart[data-painted]").wait_for()
    tab.settled()
    wanted = {"small": "01-ai/Yi-Coder-9B-Chat", "large": "Qwen/Qwen2.5-32B-Instruct"}
    assert {**wanted, "budget": "17.6"}.items() <= {
        key: value for key, (value, *_) in tab.parameters.items()
    }.items()
    tab.page.go_back()
    tab.page.locator(".pm[data-painted]").wait_for()


@pytest.mark.parametrize(
    ("chosen", "row", "column"),
    [
        (None, "OpenCoder-8B-Instruct", "CodeQwen1.5-7B-Chat"),  # the page's own budget
        ("900", "Yi-Coder-9B-Chat", "DeepSeek-Coder-V2-Lite-Instruct"),  # beyond the pair's data
    ],
)
def test_a_cell_opens_at_the_budget_of_the_matrix(
    visit: Callable[..., Visitor], chosen: str | None, row: str, column: str
) -> None:
    """Before: at the pair's own opening budget, where none was chosen or the pair's data end."""
    tab = visit()
    open_pairs(tab, study="evalperf", by="flops", **({"budget": chosen} if chosen else {}))
    stood = tab.parameters["budget"]
    cell(tab, row, column).click()
    tab.page.locator(".budget-chart[data-painted]").wait_for()
    tab.settled()
    assert tab.parameters["budget"] == stood
    if chosen is None:
        assert tab.flag == f"{stood[0]} TFLOPs"


@pytest.mark.parametrize(
    "axis",
    [
        {"study": "humanevalplus-2025", "by": "samples", "stop": "first"},
        {"study": "evalperf", "by": "flops", "unit": "relative"},
        {"study": "humanevalplus-2025", "by": "flops"},
        {"study": "humanevalplus-2025", "by": "dollars"},
    ],
)
@pytest.mark.parametrize("width", [1440, 390])
def test_budgets_under_the_line_lie_apart(
    visit: Callable[..., Visitor], axis: dict[str, str], width: int
) -> None:
    """Before: each had its unit, of "20 samples on average" too, and lay over its neighbours."""
    tab = visit(viewport={"width": width, "height": 900})
    open_pairs(tab, **axis)
    places = tab.page.evaluate(
        """() => [...document.querySelectorAll('.pm-plot text[text-anchor="middle"]')]
            .map((text) => text.getBoundingClientRect()).map(({ left, right }) => [left, right])"""
    )
    assert len(places) >= 2
    for (_, end), (start, _) in pairwise(places):
        assert start - end >= 4, places


def test_the_matrix_goes_by_keys(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    open_pairs(tab, study="humanevalplus-2025", by="flops", budget="10")
    focused = tab.page.locator(".pm-table td:focus")
    tab.page.locator(".pm-table td[tabindex='0']").focus()
    for key, place in (
        ("ArrowRight", "0 2"),
        ("ArrowDown", "1 2"),
        ("ArrowLeft", "1 0"),
        ("End", "1 10"),
        ("PageDown", "9 10"),
    ):
        tab.page.keyboard.press(key)
        expect(focused).to_have_attribute("data-at", place)
    expect(tab.page.locator(".pm-table td[tabindex='0']")).to_have_count(1)
    detail = tab.page.locator(".pm-detail").inner_text().replace("\xa0", " ")
    assert detail == focused.get_attribute("aria-label")
    tab.page.keyboard.press("Enter")
    tab.page.locator(".budget-chart[data-painted]").wait_for()


def test_the_budget_goes_by_keys_and_by_numbers(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    open_pairs(tab, **EVALPERF)
    tab.slider.focus()
    tab.page.keyboard.press("ArrowRight")
    tab.page.wait_for_url(lambda url: not re.search("budget=17.6(&|$)", url))
    tab.settled()
    assert "best is" in str(tab.slider.get_attribute("aria-valuetext"))
    typed = tab.page.get_by_role("textbox", name="Budget per problem")
    typed.fill("33.33")
    typed.press("Enter")
    tab.page.wait_for_url("**budget=33.33*")
    tab.settled()
    assert "At 33.33 TFLOPs" in finding(tab)
    typed.fill("a lot")
    typed.press("Enter")
    expect(tab.page.locator(".pm-said")).to_have_text(
        "Type a number, such as 33.33 TFLOPs. A comma only groups thousands."
    )


def test_the_best_is_what_the_command_line_prints(
    visit: Callable[..., Visitor], store: Path
) -> None:
    tab = visit()
    open_pairs(tab, study="humanevalplus-2025", by="flops", budget="8")
    steps = printed(store, *"frontier --study humanevalplus-2025".split())
    at = [step for step in steps if step["budget"] <= 8][-1]
    said = tab.page.locator(".pm-best").inner_text().replace("\xa0", " ")
    assert f"the best is {at['model']} x {at['k']}: {at['score']:.1f} % solved" in said
    assert f"gets {at['held_out']:.1f} %" in said
    changes = [
        step["model"]
        for last, step in zip([None, *steps], steps, strict=False)
        if last is None or last["model"] != step["model"]
    ]
    names = tab.page.locator(".plain-table tbody tr td:nth-child(2)")
    expect(names).to_have_text(changes)


@pytest.mark.parametrize("study", ["paper-humaneval", "livecodebench-2024-06"])
def test_both_are_downloaded_as_the_commands_print_them(
    visit: Callable[..., Visitor], store: Path, study: str
) -> None:
    tab = visit()
    open_pairs(tab, study=study, by="samples", budget="2")
    for button, command in (
        ("Download all pairs", ["pairs", "--budget", "2"]),
        ("Download the best", ["frontier"]),
    ):
        with tab.page.expect_download() as download:
            tab.page.get_by_role("button", name=re.compile(button)).click()
        rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8"))))
        told: list[dict[str, Any]] = printed(
            store, *command, "--study", study, "--budget-kind", "samples"
        )
        assert [next(iter(row.values())) for row in rows] == [
            str(next(iter(row.values()))) for row in told
        ]
        assert download.value.suggested_filename.startswith(f"{study}-samples-")


def test_what_cannot_be_compared_is_told(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    open_pairs(tab, study="paper-humaneval", by="flops", budget="2")
    label = "Code Llama 7B and Code Llama 70B: the budget does not pay for an answer of both"
    expect(tab.page.get_by_role("gridcell", name=label)).to_have_count(1)


def test_a_phone_scrolls_the_matrix_and_never_the_page(visit: Callable[..., Visitor]) -> None:
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_pairs(tab, **EVALPERF)
    wide = "node => node.scrollWidth - node.clientWidth"
    assert tab.page.locator(".pm-box").evaluate(wide) > 0
    assert tab.page.locator(".stMain").evaluate(wide) <= 0
    kept = tab.page.locator(".pm-table :is(tbody th, thead td)")  # the corner lies over heads
    before = [each.bounding_box() for each in kept.all()]
    tab.page.locator(".pm-box").evaluate("box => { box.scrollLeft = 200 }")
    assert [each.bounding_box() for each in kept.all()] == before, "names of rows stay"
    size = tab.page.locator(".pm-table td[tabindex='0']").bounding_box()
    assert size is not None
    assert size["width"] >= 24


def test_58_models_are_in_the_matrix_which_keeps_its_names_in_sight(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    open_pairs(tab, study="livecodebench-2024-06", by="samples", budget="3")
    expect(tab.page.locator(".pm-table td[role=gridcell]")).to_have_count(58 * 57)
    assert "of 1,653 pairs are told apart" in finding(tab)
    box = tab.page.locator(".pm-box")
    head = tab.page.locator(".pm-table thead th").first
    before = head.bounding_box()
    box.evaluate("box => { box.scrollTop = 30 }")
    assert head.bounding_box() == before

"""What visitors come for, each from the bare address in at most six clicks or taps."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

DESK: dict[str, Any] = {}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOST = 6


class Journey:
    """A visit that counts its clicks, or its taps on a phone."""

    def __init__(self, tab: Visitor, *, phone: bool) -> None:
        self.tab = tab
        self.phone = phone
        self.clicks = 0
        tab.open()

    def click(self, where: Locator) -> None:
        """Click, and wait for what comes of it."""
        self.clicks += 1
        assert self.clicks <= MOST
        if self.phone:
            where.tap()
        else:
            where.click()
        self.tab.settled()

    def study(self, title: str) -> None:
        """Choose a study from the list."""
        box = self.tab.page.get_by_role("combobox", name="Study")
        self.click(box)
        box.fill(title)  # long lists draw a part only
        self.click(self.tab.page.get_by_role("option", name=title))


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def journey(request: pytest.FixtureRequest, visit: Callable[..., Visitor]) -> Journey:
    return Journey(visit(**request.param), phone=request.param is PHONE)


def test_a_practitioner_finds_the_best_model_at_20_tflops_and_how_sure_that_is(
    journey: Journey,
) -> None:
    page = journey.tab.page
    best = page.locator(".bc-table tbody tr").first
    journey.study("EvalPerf, 32 chat models")
    typed = page.locator(".bc-typed")
    journey.click(typed)
    typed.fill("20")
    typed.press("Enter")
    journey.tab.settled()
    expect(page.locator(".bc-table-title")).to_have_text("With 20 TFLOPs per problem, best first")
    expect(best.locator(".bc-name")).to_have_text("OpenCoder-8B-Instruct")
    expect(best.locator(".bc-bar")).to_be_visible()
    assert best.locator(".bc-score").inner_text() == "96.3 %"
    journey.study("LiveCodeBench, June 2024")
    expect(page.locator(".bc-table-title")).to_have_text("With 20 TFLOPs per problem, best first")
    expect(best.locator(".bc-bar")).to_be_visible()
    assert journey.tab.parameters["budget"] == ["20"]


def test_a_teacher_shows_the_flip_and_sends_its_link(
    journey: Journey, visit: Callable[..., Visitor]
) -> None:
    tab = journey.tab
    flip = tab.page.get_by_role("radio", name="No, rank them")
    journey.click(flip)
    journey.click(tab.page.get_by_role("button", name="CRUXEval: output by chain of thought"))
    ranked = tab.verdict
    journey.click(tab.page.get_by_role("radio", name="Yes, with tests"))
    tested = tab.verdict
    assert "7b wins" in tested
    assert "7b wins" not in ranked
    other = visit()
    other.page.goto(tab.page.url)
    other.chart.wait_for()
    other.settled()
    assert other.verdict == tested
    assert other.parameters == tab.parameters


def test_a_researcher_reads_three_problems_that_only_the_small_model_solves(
    journey: Journey,
) -> None:
    page = journey.tab.page
    journey.click(page.get_by_role("link", name="Read the answers"))
    journey.click(page.get_by_role("radio", name="0.6M solves it, 10M does not"))
    read = []
    for last in (False, False, True):
        expect(page.locator(".stCode").first).to_be_visible()
        read.append(page.get_by_role("heading", level=2).first.inner_text())
        if not last:
            journey.click(page.get_by_role("button", name="Next"))
    assert len(set(read)) == 3

"""The Problems page in a real Chromium: the miniature's samples, as they ship."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.answers import samples
from backend.answers.samples import OFTEN
from backend.records.samples import Show
from backend.store.snapshot.snapshot import Snapshot
from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

STUDY, LEFT, RIGHT = "miniature", "mini 0.6M", "mini 10M"
LINK = {"study": STUDY, "small": LEFT, "large": RIGHT}


def test_the_page_shows_the_answers_that_the_store_holds(
    visit: Callable[..., Visitor], snapshot: Snapshot
) -> None:
    tab = visit()
    tab.open("problems", **LINK, problem="mini/hard/07")
    read = {text.strip() for text in tab.page.get_by_test_id("stCode").all_inner_texts()}
    for model in (LEFT, RIGHT):
        found = samples.answers(snapshot, STUDY, model, "mini/hard/07", Show.ALL, OFTEN)
        assert len(found.shown) > 1
        told = f"{found.right} of {found.graded} samples pass; {len(found.shown)} different answers"
        expect(tab.page.get_by_text(told)).to_be_visible()
        assert {answer.text.strip() for answer in found.shown} <= read
    tab.page.get_by_role("radio", name="Passed").click()
    tab.page.wait_for_url(re.compile("show=passed"))
    expect(tab.page.get_by_text("failed ·")).to_have_count(0)


def test_one_steps_through_the_problems(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("problems", **LINK, difficulty="hard")
    expect(tab.page.get_by_role("heading", name="mini/hard/01")).to_be_visible()
    expect(tab.page.get_by_text("1 of 70")).to_be_visible()
    back, onwards = (
        tab.page.get_by_role("button", name=f"chevron_{side}") for side in ("left", "right")
    )
    expect(back).to_be_disabled()
    for place in range(2, 6):  # each click comes while the page after the last is being drawn
        onwards.click()
        heading = tab.page.get_by_role("heading", name=f"mini/hard/0{place}")
        expect(heading).to_be_visible()
    back.click()
    expect(tab.page.get_by_role("heading", name="mini/hard/04")).to_be_visible()
    tab.page.wait_for_url(re.compile("problem=mini%2Fhard%2F04"))


def test_the_same_study_is_explored_and_ranked(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("problems", **LINK)
    tab.page.get_by_role("link", name="Selection").click()
    expect(tab.page.locator("table").first).to_contain_text("nll:mini 10M")
    tab.page.get_by_role("link", name="Explore").click()
    tab.judges("10M wins by 7.5 points")
    tab.page.wait_for_url(re.compile(f"study={STUDY}"))


def test_a_phone_shows_everything_without_scrolling_sideways(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab.open("problems", **LINK, problem="mini/medium/01")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(tab.page.get_by_role("heading", name="mini/medium/01")).to_be_visible()

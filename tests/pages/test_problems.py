"""The Problems page in a real Chromium: the miniature's samples, as they ship."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from backend.answers import samples
from backend.answers.samples import OFTEN
from backend.records.samples import Show
from backend.store.snapshot.snapshot import Snapshot
from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

STUDY, LEFT, RIGHT = "miniature", "mini 0.6M", "mini 10M"
LINK = {"study": STUDY, "small": LEFT, "large": RIGHT}
SMALL_ONLY = re.compile(r"^0\.6M solves it, 10M does not")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def rows(tab: Visitor) -> Locator:
    return tab.page.locator(".problem-table tbody tr")


def reads(tab: Visitor, problem: str) -> None:
    """Wait until a problem is read, and is the marked row, in sight, of the list."""
    expect(tab.page.get_by_role("heading", name=problem)).to_be_visible()
    row = tab.page.locator(".problem-table tr[aria-current]")
    expect(row).to_contain_text(problem)
    seen = row.evaluate(
        """row => {
            const box = row.closest(".problem-table").getBoundingClientRect();
            const own = row.getBoundingClientRect();
            const head = row.closest("table").tHead.getBoundingClientRect();
            return own.top >= head.bottom - 1 && own.bottom <= box.bottom + 1;
        }"""
    )
    assert seen, problem


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
    reads(tab, "mini/hard/01")
    expect(tab.page.get_by_text("1 of 70")).to_be_visible()
    back, onwards = (tab.page.get_by_role("button", name=name) for name in ("Previous", "Next"))
    expect(back).to_be_disabled()
    for place in range(2, 6):  # each click comes while the page after the last is being drawn
        onwards.click()
        expect(tab.page.get_by_role("heading", name=f"mini/hard/0{place}")).to_be_visible()
    back.click()
    reads(tab, "mini/hard/04")
    tab.page.wait_for_url(re.compile("problem=mini%2Fhard%2F04"))


@pytest.mark.parametrize("context", [{}, PHONE], ids=["desk", "phone"])
def test_three_problems_that_only_the_small_model_solves_are_three_clicks(
    visit: Callable[..., Visitor], context: dict[str, object]
) -> None:
    tab = visit(**context)
    tab.open("problems", study=STUDY)
    tab.page.get_by_role("radio", name=SMALL_ONLY).click()
    expect(tab.page.get_by_text(re.compile(r"^1 of 1\d$"))).to_be_visible()
    tab.settled()
    listed = rows(tab).locator("td:first-child").all_inner_texts()
    differences = [int(text) for text in rows(tab).locator("td:nth-child(4)").all_inner_texts()]
    assert differences == sorted(differences, reverse=True)
    for place, problem in enumerate(listed[:3]):
        if place:
            tab.page.get_by_role("button", name="Next").click()
        reads(tab, problem)
        pass_line = tab.page.get_by_text(re.compile(r"^\d+ of 100 samples pass"))
        assert int(pass_line.inner_text().split()[0]) < 50
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_steps_follow_the_list_as_it_is_sorted(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("problems", **LINK, difficulty="hard", problem="mini/hard/40")
    reads(tab, "mini/hard/40")
    head = tab.page.get_by_role("columnheader", name="mini 3M")
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    reads(tab, "mini/hard/40")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    tab.settled()
    listed = rows(tab).locator("td:first-child").all_inner_texts()
    place = listed.index("mini/hard/40")
    tab.page.get_by_role("button", name="Previous").click()
    reads(tab, listed[place - 1])
    assert tab.parameters["sort"] == ["-mini 3M"]
    rows(tab).nth(place - 2).click()
    reads(tab, listed[place - 2])
    tab.page.keyboard.press("ArrowDown")
    reads(tab, listed[place - 1])


def test_a_search_finds_and_counts_problems(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("problems", **LINK)
    box = tab.page.get_by_placeholder("Search names and prompts")
    box.fill("VOWEL")
    box.press("Enter")
    expect(tab.page.get_by_text("1 of 18")).to_be_visible()
    expect(tab.page.get_by_role("radio", name="all 18")).to_be_checked()
    tab.settled()
    assert rows(tab).count() == 18
    assert tab.parameters["find"] == ["VOWEL"]
    box.fill("no problem has this")
    box.press("Enter")
    expect(tab.page.get_by_text("No such problem")).to_be_visible()


def test_what_failed_is_a_call_and_what_it_should_give(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("problems", **LINK, problem="mini/easy/34")
    expect(tab.page.get_by_text("compute(756)").first).to_be_visible()
    expect(tab.page.get_by_text("expected: 1512").first).to_be_visible()
    expect(tab.page.get_by_text("returned: ").first).to_be_visible()
    expect(tab.page.get_by_text("candidate")).to_have_count(0)


def test_a_wrong_answer_is_held_against_a_right_one_by_a_click(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open("problems", **LINK, problem="mini/hard/31")
    tab.page.locator(".st-key-difference-1-0 button").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Lines with -")
    expect(dialog.get_by_test_id("stCode")).to_contain_text("-    return n * 2")
    expect(dialog.get_by_test_id("stCode")).to_contain_text("+    return str(n)")
    before, after = (dialog.get_by_role("combobox").nth(place) for place in (0, 1))
    expect(before).to_have_value("mini 10M, answer 1: failed, 82 of 100 samples")
    expect(after).to_have_value("mini 0.6M, answer 2: passed, 106 of 500 samples")


def test_the_same_study_is_explored_and_ranked(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("problems", **LINK)
    tab.page.get_by_role("link", name="Selection").click()
    expect(tab.page.locator("table").first).to_contain_text("likelihood by mini 10M")
    tab.page.get_by_role("link", name="Explore").click()
    tab.judges("10M wins by 7.5 points")
    tab.page.wait_for_url(re.compile(f"study={STUDY}"))


def test_a_phone_shows_everything_without_scrolling_sideways(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit(**PHONE)
    tab.open("problems", **LINK, problem="mini/medium/01")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    reads(tab, "mini/medium/01")

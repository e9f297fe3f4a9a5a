"""The Selection page in a real Chromium: rankers side by side on real samples."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, expect

from backend.answers import selection
from backend.maths.assumptions import BudgetKind
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.rankers import plain_name
from tests.dashboard import Visitor, served

pytestmark = pytest.mark.browser

STUDY, MODEL = "codegen-16b-humaneval", "CodeGen-Mono-16B"
LINK = {"study": STUDY, "by": "samples", "budget": "20"}


def details(tab: Visitor) -> Locator:
    """Return the lines of the page's own table of rankers, below that of the chart."""
    return tab.page.locator(".plain-table tbody tr")


def test_a_link_opens_the_page_of_a_fresh_server(browser: Browser, snapshot: Snapshot) -> None:
    with served(snapshot.path.parent) as address:
        tab = Visitor(browser, address)
        tab.open("selection", **LINK)
        expect(tab.page.get_by_role("link", name="Selection")).to_be_visible()
        tab.judges(
            "Of 20 answers of CodeGen-Mono-16B, average agreement of outputs picks a right one for "
            "36.5 %"
        )
        tab.close()


def test_the_table_says_what_the_store_says(
    visit: Callable[..., Visitor], snapshot: Snapshot
) -> None:
    tab = visit()
    tab.open("selection", **LINK)
    rows = selection.rows(snapshot, Question(STUDY, BudgetKind.SAMPLES), MODEL, 20)
    lines = details(tab)
    assert lines.count() == len(rows) == 7
    for line, row in zip(lines.all(), rows, strict=True):
        cells = line.locator("th, td").all_inner_texts()
        assert cells[0] == plain_name(row.name)
        assert cells[1] == f"{row.score:.1f} %, x 20"
        assert cells[3] == f"{100 * row.gap:.0f} %"
    assert lines.first.locator("td").nth(1).inner_text() == "-"
    assert re.fullmatch(r"[+-]\d+\.\d \(.* to .*\)", lines.last.locator("td").nth(1).inner_text())
    tab.drag(-150)
    assert float(tab.parameters["budget"][0]) < 20
    expect(lines.first.locator("td").nth(0)).not_to_contain_text("x 20")


def test_the_best_is_called_the_best_of_many(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection", **LINK)
    tab.judges("The best of 7 rankers here, so partly by luck")
    tab.judges("corrected for having looked at all of them")
    expect(tab.page.get_by_text("Whether samples ended by themselves is not known")).to_be_visible()
    tab.choose("Ranker", "longest first")
    assert "partly by luck" not in tab.verdict


def test_the_papers_own_question_has_an_interval_and_a_verdict(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open("selection", study="miniature", by="samples", budget="13")
    tab.judges("Against one greedy answer of mini 10M, right for 79.0 %: the one answer wins by")
    tab.judges("paired over 210 problems")


def test_another_ranker_shows_where_that_one_picks_wrong(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection", **LINK)
    tab.choose("Ranker", "longest first")
    caption = tab.page.get_by_text(re.compile(r"^\d+ problems on which longest first loses"))
    expect(caption).to_be_visible()
    assert tab.parameters["select"] == ["ranker:length-long"]


@pytest.mark.parametrize("place", [0, 5])
def test_every_miss_opens_its_problem_in_the_order_of_the_ranker(
    visit: Callable[..., Visitor], snapshot: Snapshot, place: int
) -> None:
    tab = visit()
    tab.open("selection", study="miniature", by="samples", budget="13", select="ranker:own-nll")
    question = Question("miniature", BudgetKind.SAMPLES)
    miss = selection.misses(snapshot, question, "mini 0.6M", "own-nll", 13)[place]
    row = tab.page.get_by_role("link", name=miss.problem)
    expect(row).to_be_visible()
    row.click()
    expect(tab.page.get_by_role("heading", name=miss.problem)).to_be_visible()
    tab.page.wait_for_url(re.compile("order=own-nll"))


def test_where_a_ranker_is_fooled_is_a_list_on_the_problems_page(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open("selection", study="miniature", by="samples", budget="13", select="ranker:own-nll")
    tab.page.get_by_role("link", name="Read where it is more likely wrong").click()
    expect(
        tab.page.get_by_role("radio", name=re.compile("^own likelihood is fooled"))
    ).to_be_checked()
    expect(tab.page.get_by_role("columnheader", name="Its pick is right")).to_be_visible()


def test_the_page_opens_with_a_larger_model_to_beat(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection")
    assert tab.parameters["study"] == ["miniature"]
    tab.judges("Against one greedy answer of mini 10M")


def test_the_verdict_stands_above_the_chart(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection", **LINK)
    card, chart = (
        where.bounding_box() for where in (tab.page.locator(".st-key-verdict"), tab.chart)
    )
    assert card is not None
    assert chart is not None
    assert card["y"] + card["height"] <= chart["y"]
    assert card["width"] == pytest.approx(chart["width"], abs=4)


def test_a_reading_model_costs_dollars(visit: Callable[..., Visitor], snapshot: Snapshot) -> None:
    tab = visit()
    tab.open("selection", study=STUDY, by="dollars")
    rows = selection.rows(snapshot, Question(STUDY, BudgetKind.DOLLARS), MODEL, 0.0004)
    costs = {row.name: row.dollars for row in rows}
    assert costs["nll:SmolLM2-135M-Instruct"]
    assert costs["tests-passed"] == 0
    line = details(tab).filter(has_text="likelihood by SmolLM2-135M-Instruct")
    expect(line).to_contain_text("¢ an answer")
    expect(tab.page.get_by_text("running programs has no price here")).to_be_visible()


def test_the_ranker_chosen_here_is_the_one_explored_there(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection", **LINK)
    tab.choose("Ranker", "agreement with generated tests")
    tab.page.get_by_role("link", name="Explore").click()
    tab.chart.wait_for()
    tab.settled()
    assert tab.parameters["study"] == [STUDY]
    assert tab.parameters["select"] == ["ranker:codet"]
    assert "36.1" in tab.readouts


def test_a_rankers_own_cost_moves_its_curve(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("selection", study=STUDY, by="time")
    before = tab.readouts
    tab.unfold("Curves and costs")
    tab.page.get_by_text("Count the ranker's own cost").click()
    tab.page.wait_for_url(re.compile("ranker_cost=off"))
    tab.settled()
    assert tab.readouts != before


def test_a_phone_shows_everything_without_scrolling_sideways(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab.open("selection", **LINK)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(tab.page.locator(".st-key-verdict")).to_be_visible()

"""Stopping at the first answer that passes: the switch on Explore, in a real browser."""

import csv
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

EVALPERF = {"study": "evalperf", "budget": "8.476"}


def test_the_same_answers_cost_less_where_the_first_that_passes_is_the_last(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(**EVALPERF)
    tab.judges("6.7b wins by 11.8 points")
    tab.page.get_by_text("Stop at the first that passes").click()
    tab.settled()
    assert tab.parameters["stop"] == ["first"]
    tab.judges("6.7b wins by 20.6 points")
    tab.judges("up to 50 of 6.7b, 3.4 on average until one passes")
    tab.judges("one that no answer solves costs as much as all of them")
    assert "up to 50" in tab.readouts
    assert "3.4 on average" in tab.readouts
    assert "at most 84.58 TFLOPs" in tab.readouts
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Download all points").click()
    rows = list(csv.DictReader(download.value.path().read_text(encoding="utf-8").splitlines()))
    fifth = next(row for row in rows if row["k"] == "5" and "6.7b" in row["model"])
    assert float(fifth["answers"]) == pytest.approx(1.71, abs=0.005)
    assert float(fifth["worst_budget"]) == pytest.approx(5 * 1.692, rel=1e-3)
    assert float(fifth["budget"]) == pytest.approx(1.709 * 1.692, rel=1e-3)


def test_while_the_line_moves_the_leader_is_named_behind_the_end_of_its_data(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    tab.open(**EVALPERF, stop="first")
    tab.drag(20, release=False)
    expect(tab.page.locator(".bc-headline")).to_have_text("6.7b is 20.6 points ahead")
    tab.page.mouse.up()
    tab.settled()
    tab.judges("6.7b wins by")


def test_a_ranker_cannot_tell_when_to_stop(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="miniature", stop="first")
    switch = tab.page.get_by_text("Stop at the first that passes")
    expect(switch).to_be_visible()
    tab.page.get_by_role("radio", name="No, rank them").click()
    tab.settled()
    expect(switch).to_have_count(0)
    assert "on average" not in tab.readouts
    tab.page.get_by_role("radio", name="Yes, with tests").click()
    tab.settled()
    assert "on average" in tab.readouts, "what was chosen is still chosen"


def test_samples_are_counted_on_average(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="evalperf", stop="first", by="samples", budget="1.71")
    assert tab.flag == "1.71 samples on average"
    assert "up to 5" in tab.readouts
    assert "at most 5 samples" in tab.readouts
    assert "5 samples on average" not in tab.readouts

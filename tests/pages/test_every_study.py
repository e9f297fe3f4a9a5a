"""Each page shows each study that ships, or says in one sentence what the study lacks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.store.shipping import shipped_studies
from tests.dashboard import Visitor

pytestmark = pytest.mark.browser

RANKED = {"cruxeval-output", "cruxeval-output-cot", "codegen-16b-humaneval", "miniature"}
READABLE = {"miniature"}


def test_each_page_shows_each_study_or_says_why_not(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    drawn, lacking = (
        tab.chart.or_(tab.page.locator(".stCode")),
        tab.page.locator(".st-key-cannot-show"),
    )
    for study in shipped_studies():
        for page, able in (("", None), ("selection", RANKED), ("problems", READABLE)):
            tab.page.goto(f"{tab.address}/{page}?study={study['id']}")
            fits = able is None or study["id"] in able
            (drawn if fits else lacking).first.wait_for(timeout=30_000)
            tab.settled()
            assert tab.parameters["study"] == [study["id"]]
            assert tab.page.locator(".stException, [data-testid='stAlert']").count() == 0
            if not fits:
                expect(lacking).to_contain_text(re.compile(r"has no .+\. Your choice is kept"))
                continue
            if page == "":
                assert re.search(r"\d %|drag the budget", tab.verdict), study["id"]
                assert "x 1" in tab.readouts


def test_cruxeval_by_majority_is_answered_in_two_clicks(visit: Callable[..., Visitor]) -> None:
    """The paper's two halves on its own family: ten votes of 7B for what one of 34B costs twice."""
    tab = visit()
    tab.open(study="cruxeval-output-cot", max_k="n", by="samples", budget="10")
    tab.choose("Selection", "Ranker: consensus")
    expect(tab.page.locator(".bc-readouts")).to_contain_text("40.5 %")
    tab.page.get_by_text("Where this data comes from, and its caveats").click()
    expect(
        tab.page.get_by_text("a chain of thought is longer than the paper's 128 tokens")
    ).to_be_visible()

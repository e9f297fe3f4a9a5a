"""Each page shows each study that ships, or says in one sentence what the study lacks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.store.shipping import shipped_studies
from tests.dashboard import ROOT, Visitor
from tests.pages.test_choices_last import go

pytestmark = pytest.mark.browser

RANKED = {"cruxeval-output", "cruxeval-output-cot", "codegen-16b-humaneval", "miniature"}
READABLE = {"miniature"}
ALONE = "codegen-16b-humaneval"
"""The study of one model."""


def test_each_page_shows_each_study_or_says_why_not(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    drawn, lacking = (
        tab.chart.or_(tab.page.locator(".stCode, .st-key-advice, [data-testid=stDataFrame]")),
        tab.page.locator(".st-key-cannot-show"),
    )
    counted = {each["id"] for each in shipped_studies() if not each["id"].startswith("paper-")}
    for study in shipped_studies():
        others = {each["id"] for each in shipped_studies()} - {ALONE}
        for page, able in (
            ("Explore", None),
            ("Pairs", others),
            ("Spend a budget", counted),
            ("Selection", RANKED),
            ("Problems", READABLE),
            ("Costs", None),
        ):
            if page == "Explore":
                tab.page.goto(f"{tab.address}/?study={study['id']}")
            else:
                go(tab, page)
            fits = able is None or study["id"] in able
            (drawn if fits else lacking).first.wait_for()
            tab.settled()
            assert tab.parameters["study"] == [study["id"]]
            assert tab.page.locator(".stException, [data-testid='stAlert']").count() == 0
            if not fits:
                told = r"has no .+\. Your choice is kept|publishes averages only"
                expect(lacking).to_contain_text(re.compile(told))
                continue
            if page == "Pairs":
                expect(tab.page.locator(".pm-finding")).to_contain_text("told apart")
            if page == "Explore":
                assert re.search(r"\d %|drag the budget", tab.page.locator(".stMain").inner_text())
                assert "x 1" in tab.readouts


def test_cruxeval_by_majority_is_answered_in_two_clicks(visit: Callable[..., Visitor]) -> None:
    """The paper's two halves on its own family: ten votes of 7B for what one of 34B costs twice."""
    tab = visit()
    tab.open(study="cruxeval-output-cot", max_k="n", by="samples", budget="10")
    tab.page.get_by_role("radio", name="No, rank them").click()
    tab.settled()
    assert "40.5 %" in tab.readouts
    tab.page.get_by_text("Where this data comes from, and its caveats").click()
    expect(
        tab.page.get_by_text("a chain of thought is longer than the paper's 128 tokens")
    ).to_be_visible()


def test_the_list_of_studies_is_by_what_they_are_good_for(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open()
    tab.page.get_by_role("button", name="All studies").click()
    listed = tab.page.get_by_role("dialog")
    expect(listed.get_by_role("heading", level=3)).to_have_text(
        [
            "The paper's own figures",
            "Families of models, checked by tests",
            "Tests or rankers: who picks the answer?",
            "Answers to read",
            "Beyond code",
        ]
    )
    expect(listed.get_by_role("button")).to_have_count(len(shipped_studies()) + 1)
    expect(listed).to_contain_text("5 models, 10,000 samples of a problem")
    listed.get_by_role("button", name="CodeContests").click()
    tab.page.wait_for_url("**study=codecontests*")
    expect(listed).to_have_count(0)
    tab.settled()
    expect(tab.page.get_by_text("one answer of Llama 3 70B beats nine of 8B")).to_be_visible()


def test_the_readmes_questions_open_answered(visit: Callable[..., Visitor]) -> None:
    links = re.findall(r"\]\(http://localhost:8501(/[^)]+)\)", (ROOT / "README.md").read_text())
    said = (
        ("8B wins by 6.0 points", "4 of 8B: 85.8 % solved instead of 79.8 %"),
        ("picks a right one for 40.5 %", "of codellama-34b, right for 42.8 %: too close to call"),
        ("would need 42 times as many samples", "95 % interval: 10 to 143 times"),
    )
    tab = visit()
    assert len(links) == len(said)
    for link, texts in zip(links, said, strict=True):
        tab.page.goto(tab.address + link)
        tab.chart.wait_for()
        tab.settled()
        for text in texts:
            expect(tab.page.locator(".stMain")).to_contain_text(text, ignore_case=True)

"""Names and links of every hostile kind, visited in a real Chromium: all of it is shown as text."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from playwright.sync_api import Page, expect

from backend.store.build import publish_all
from backend.store.workbench.connection import open_workbench
from pages.parts.view.view import CHOICES
from tests.dashboard import Visitor, served
from tests.regulars import Regulars

pytestmark = pytest.mark.browser

MARKUP = (
    "[x](http://evil.example/l)",
    "![x](http://evil.example/p.png)",
    "<img src=http://evil.example/a onerror=alert(1)>",
    "<a href=http://evil.example>x</a><b>x</b>",
    "$\\LaTeX$ and $$x^2$$",
    ":red[x] :red-badge[x] :small[x]",
    ":material/home: :smile: :streamlit:",
    "https://evil.example/u www.evil.example me@evil.example",
    "`x` **x** _x_ ~~x~~ | x | -> <- >=",
    "\u202egnp.exe \u2066x\u2069",
    "two\nlines\r\n# title\n- item\t\x1b[31m\x07",
)
ALL = " ".join(MARKUP)
LONG = "W" * 4000
SMALL, LARGE = f"s {ALL}", f"l {ALL} {LONG}"
PAGES = ["", "pairs", "reallocate", "selection", "problems", "costs"]
# What must not be on any page: an element that a hostile text would have become.
MADE = """() => [
    ...[...document.links].filter(link => link.origin !== location.origin),
    ...document.querySelectorAll(
        '[src*="evil"], [onerror], .katex, [aria-label="home icon"], img[alt="Streamlit logo"]'),
    ...[...document.querySelectorAll('.stMarkdownColoredText, .stMarkdownBadge')].filter(
        part => part.textContent === "x"),
].map(element => element.outerHTML)"""
CUT_OFF = """() => [...document.querySelectorAll('.bc-labels text')].filter(label =>
    label.getBoundingClientRect().right > label.ownerSVGElement.getBoundingClientRect().right)
    .map(label => label.textContent)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def hostile_study(workbench: duckdb.DuckDBPyConnection) -> None:
    """Add a study in which every name and text is hostile."""
    study, run = f"study {ALL}", workbench.execute
    run(
        """INSERT INTO study (study_id, title, benchmark, sampling, source, caveats, small, large,
                              reference, n_problems, position)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 8, 1)""",
        [study, f"title {ALL}", ALL, ALL, ALL, [ALL, LONG], SMALL, LARGE, LARGE],
    )
    problems = [f"={place} {ALL}" for place in range(8)]
    for place, problem in enumerate(problems):
        run(
            """INSERT INTO problem (study_id, problem_id, position, prompt, tests, difficulty)
               VALUES (?, ?, ?, ?, ?, ?)""",
            [study, problem, place + 1, ALL, ALL, f"{place % 2} {ALL}"],
        )
    for model in (SMALL, LARGE):
        name = f"run {model}"
        run(
            "INSERT INTO model (model_id, not_public) VALUES (?, ?)",
            [model, ALL],
        )
        run(
            "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, ?, ?, 6)",
            [name, study, model],
        )
        for place, problem in enumerate(problems):
            for sample in range(6):
                passed = (sample + place + len(model)) % 3 == 0
                run(
                    """INSERT INTO sample (run_id, problem_id, sample_index, text, finished)
                       VALUES (?, ?, ?, ?, true)""",
                    [name, problem, sample, f"{sample} {ALL}"],
                )
                run(
                    """INSERT INTO verdict (run_id, problem_id, sample_index, passed, status,
                       detail, failed_test, called, came_back)
                       VALUES (?, ?, ?, ?, 'failed', ?, ?, ?, ?)""",
                    [name, problem, sample, passed, ALL, ALL, ALL, ALL],
                )
                for ranker in (f"r {ALL}", f"q {LONG}"):
                    run(
                        "INSERT INTO score VALUES (?, ?, ?, ?, ?)",
                        [name, problem, sample, ranker, float(sample)],
                    )


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, stock: Callable[[Path], Path]
) -> Iterator[str]:
    store = stock(tmp_path_factory.mktemp("hostile"))
    with open_workbench(store) as workbench:
        hostile_study(workbench)
        publish_all(workbench, store)
    with served(store) as address:
        yield address


def is_only_text(tab: Visitor) -> None:
    """Assert that nothing hostile has become anything but text, and that the page holds it."""
    page: Page = tab.page
    assert page.evaluate(MADE) == []
    assert page.evaluate(WIDER) <= 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.locator("body").inner_text())
    assert page.locator('[data-testid="stException"]').count() == 0


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("page", PAGES)
def test_hostile_names_are_shown_as_text(
    regulars: Regulars, hostile: str, page: str, width: int
) -> None:
    tab = regulars.tab(hostile, viewport={"width": width, "height": 1000})
    tab.open(page, study=f"study {ALL}", by="samples", difficulty=f"1 {ALL}")
    if page in ("", "selection"):
        assert tab.chart.locator(".bc-table").inner_text()
        assert tab.chart.locator(".bc-labels text").count() >= 2
        assert tab.page.evaluate(CUT_OFF) == []
    for summary in tab.page.locator('[data-testid="stMain"] summary').all():
        summary.click()
    tab.settled()
    is_only_text(tab)
    shown = tab.page.locator('[data-testid="stMain"]').inner_text()
    for text in MARKUP[:4] if page == "" else MARKUP[:1]:
        assert text in shown
    tab.close()


LINKS = [choice.parameter for name, choice in CHOICES.items() if name not in ("study", "find")]


@pytest.mark.parametrize("page", PAGES)
def test_hostile_links_are_shown_as_text(regulars: Regulars, hostile: str, page: str) -> None:
    tab = regulars.tab(hostile)
    told = tab.page.locator('[data-testid="stAlert"]').first
    for text in (ALL, MARKUP[0], "9" * 600):
        parameters = {name: [text, f"{text}="] for name in LINKS}
        tab.open(page, study=f"study {ALL}", **parameters)
        expect(told).to_contain_text("in the link was not used")
        is_only_text(tab)
    tab.open(page, study=[ALL], select=ALL, difficulty=ALL, problem=ALL)
    is_only_text(tab)
    tab.close()


def test_a_hostile_search_is_shown_as_text(regulars: Regulars, hostile: str) -> None:
    tab = regulars.tab(hostile)
    tab.open("problems", study=f"study {ALL}", find=ALL)
    is_only_text(tab)
    tab.page.goto(f"{hostile}/problems?{urlencode({'study': f'study {ALL}', 'find': f'no {ALL}'})}")
    expect(tab.page.get_by_text("No such problem")).to_be_visible()
    is_only_text(tab)
    tab.close()


def test_what_a_server_tells_of_itself_is_counts(hostile: str) -> None:
    for name in ("metrics", "health", "host-config", "script-health-check"):
        try:
            with urllib.request.urlopen(f"{hostile}/_stcore/{name}") as answer:
                said = answer.read().decode()
        except urllib.error.HTTPError as error:
            said = error.read().decode()
        for secret in (str(Path.home()), "/tmp", "evil", "study", "snapshot", "duckdb", ".py"):
            assert secret not in said, (name, said)

"""How to spend a budget: the page from the start page on, in a real browser, and its program."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Locator, expect

from backend.answers.reallocate import within_budget
from backend.records.allocation import Allocation, Part, Policy
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.plan_program import plan_json, program
from tests.dashboard import Visitor

FOUR = ("Qwen3-1.7B", "Qwen3-4B", "Qwen3-8B", "Qwen3-32B")
DESK = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}


def advice(tab: Visitor) -> Locator:
    return tab.page.locator(".st-key-advice")


def opened(tab: Visitor, **parameters: str | list[str]) -> None:
    tab.open("reallocate", **parameters)


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_four_models_and_thirty_teraflops_from_the_start_page(
    visit: Callable[..., Visitor], size: dict[str, int]
) -> None:
    tab = visit(viewport=size)
    tab.open()
    tab.page.get_by_role("link", name="Plan how to spend a budget").click()
    expect(advice(tab)).to_be_visible()
    tab.settled()
    models = tab.page.get_by_role("combobox", name="Models you have")
    for model in FOUR:
        models.fill(model)
        tab.page.get_by_role("option", name=re.compile(rf"^{re.escape(model)} ·")).click()
        tab.settled()
    tab.page.keyboard.press("Escape")
    assert tab.parameters["pool"] == list(FOUR)
    budget = tab.page.get_by_role("textbox", name="Budget per problem")
    budget.fill("30")
    budget.press("Enter")
    tab.settled()
    expect(advice(tab)).to_contain_text("Stop at the first that passes.")
    assert tab.parameters["budget"] == ["30"]
    said = advice(tab).inner_text()
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    link = tab.page.url
    again = visit(viewport=size)
    again.page.goto(link)
    expect(advice(again)).to_have_text(re.sub(r"\s+", " ", said), use_inner_text=True)


@pytest.mark.browser
def test_what_was_typed_and_is_no_amount_is_told(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    opened(tab, study="humanevalplus-2025", budget="8.188")
    budget = tab.page.get_by_role("textbox", name="Budget per problem")
    budget.fill("plenty")
    budget.press("Enter")
    tab.settled()
    expect(tab.page.get_by_text("'plenty' is no amount: type one such as 8.188")).to_be_visible()
    assert tab.parameters["budget"] == ["8.188"]
    budget.fill("500 GFLOPs")
    budget.press("Enter")
    tab.settled()
    assert tab.parameters["budget"] == ["0.5"]
    expect(tab.page.get_by_text("is no amount")).to_have_count(0)
    budget.fill("1,5")
    budget.press("Enter")
    expect(tab.page.get_by_text("A comma only groups thousands.")).to_be_visible()
    tab.page.get_by_role("radio", name="All at once").click()
    tab.settled()
    expect(tab.page.get_by_text("is no amount")).to_have_count(0)
    assert tab.parameters["budget"] == ["0.5"]
    tab.page.get_by_role("radio", name="One after another").click()
    tab.page.get_by_role("radio", name="Samples").click()
    tab.settled()
    budget.fill("3 samples")
    budget.press("Enter")
    tab.settled()
    assert tab.parameters["budget"] == ["3"]


@pytest.mark.browser
def test_the_curves_of_the_plan_are_opened(visit: Callable[..., Visitor]) -> None:
    """Before: those of the pair that was chosen on another page."""
    tab = visit()
    opened(tab, study="humanevalplus-2025", pool=list(FOUR), budget="30")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Plan (JSON)").click()
    plan = json.loads(download.value.path().read_text(encoding="utf-8"))
    models = [part["model"] for part in plan["parts"]]
    assert len(models) > 1
    tab.page.get_by_role("link", name="See the curves").click()
    tab.chart.wait_for()
    tab.settled()
    assert tab.parameters["small"] == models[:1]
    assert tab.parameters["large"] == models[-1:]
    assert tab.parameters.get("also", []) == models[1:-1]


@pytest.mark.browser
def test_a_score_is_reached_for_the_least(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    opened(tab, study="humanevalplus-2025", pool=list(FOUR))
    tab.page.get_by_role("radio", name="Reach a score").click()
    tab.settled()
    assert float(tab.parameters["target"][0]) == 79, "what one answer of the larger reaches"
    target = tab.page.get_by_role("spinbutton", name="Solved, % at least")
    target.fill("90")
    target.press("Enter")
    tab.settled()
    expect(advice(tab)).to_contain_text("plans of several models save")
    target.fill("99.9")
    target.press("Enter")
    tab.settled()
    expect(
        tab.page.get_by_text("No plan solves 99.9 %: the most that one solves is")
    ).to_be_visible()


@pytest.mark.browser
def test_without_tests_a_ranker_picks_and_mixes_are_not_offered(
    visit: Callable[..., Visitor],
) -> None:
    tab = visit()
    opened(tab, study="cruxeval-output-cot", by="samples", budget="5")
    expect(advice(tab)).to_contain_text("Stop at the first that passes")
    tab.page.get_by_role("radio", name="No, rank them").click()
    tab.settled()
    expect(advice(tab)).to_contain_text("take the first by")
    expect(tab.page.get_by_text("Plans of several models are not offered")).to_be_visible()
    expect(tab.page.get_by_role("radio", name="All at once")).to_have_count(0)


@pytest.mark.browser
def test_what_is_taken_along(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    opened(tab, study="humanevalplus-2025", pool=list(FOUR), budget="8.188")
    taken = {}
    for name in ("Plan (JSON)", "Program (Python)", "Table (CSV)"):
        with tab.page.expect_download() as download:
            tab.page.get_by_role("button", name=name).click()
        taken[name] = download.value.path().read_text(encoding="utf-8")
    plan = json.loads(taken["Plan (JSON)"])
    assert plan["stop_at_first_pass"] is True
    assert {part["model"] for part in plan["parts"]} <= set(FOUR)
    compile(taken["Program (Python)"], "plan.py", "exec")
    rows = list(csv.DictReader(taken["Table (CSV)"].splitlines()))
    assert [row["model"] for row in rows if row["plan"] == "best plan"] == [
        part["model"] for part in plan["parts"]
    ]


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve answers by OpenAI's protocol, numbered by model; give the address and what is asked."""
    asked: list[tuple[str, int]] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((body["model"], body["n"]))
            assert body["messages"][0]["content"] == "add two numbers"
            count = sum(n for model, n in asked if model == body["model"])
            names = [f"{body['model']} {count - body['n'] + i + 1}" for i in range(body["n"])]
            reply = json.dumps({"choices": [{"message": {"content": name}} for name in names]})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as served:
        Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/v1", asked
        served.shutdown()


def found(snapshot: Snapshot, policy: Policy) -> Allocation:
    return within_budget(snapshot, Question("humanevalplus-2025"), 8.188, FOUR, policy)


def followed(program: str, address: str, passing: str, folder: Path) -> str:
    """Run a program as it was downloaded, with a test that lets one answer pass."""
    path = folder / "plan.py"
    path.write_text(program, encoding="utf-8")
    use = (
        "import plan\n"
        f"plan.passes = lambda prompt, answer: answer == {passing!r}\n"
        "print(plan.solve('add two numbers'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", use],
        cwd=folder,
        env={"OPENAI_BASE_URL": address, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_program_draws_what_the_plan_says_and_stops_at_the_first_pass(
    snapshot: Snapshot, server: tuple[str, list[tuple[str, int]]], tmp_path: Path
) -> None:
    plan, (address, asked) = found(snapshot, Policy.CASCADE), server
    first, second = plan.best.parts[:2]
    right = f"{second.model} 2"
    assert followed(program(plan, "temperature 0.7"), address, right, tmp_path) == right
    assert asked == [(first.model, 1)] * first.k + [(second.model, 1)] * 2
    asked.clear()
    assert followed(program(plan, "temperature 0.7"), address, "nothing", tmp_path) == "None"
    assert asked == [(part.model, 1) for part in plan.best.parts for _ in range(part.k)]


def test_the_program_of_a_mix_draws_all_at_once(
    snapshot: Snapshot, server: tuple[str, list[tuple[str, int]]], tmp_path: Path
) -> None:
    plan, (address, asked) = found(snapshot, Policy.MIX), server
    last = plan.best.parts[-1]
    right = f"{last.model} {last.k}"
    assert followed(program(plan, "temperature 0.7"), address, right, tmp_path) == right
    assert asked == [(part.model, part.k) for part in plan.best.parts]


def test_names_that_others_gave_stay_names(snapshot: Snapshot) -> None:
    plan = found(snapshot, Policy.CASCADE)
    hostile = 'x"), 1)]; import os; os.abort()  # """ \n'
    named = replace(plan, best=replace(plan.best, parts=(Part(hostile, 2),)))
    scope: dict[str, object] = {"__name__": "plan"}
    exec(program(named, hostile), scope)
    assert scope["PLAN"] == [(hostile, 2)]
    assert json.loads(plan_json(named))["parts"] == [{"model": hostile, "most_answers": 2}]

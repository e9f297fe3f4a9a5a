"""The miniature: problems that are never trained on, and the whole study in small."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from backend.benchmarks.minifunctions.functions import (
    compiled,
    composition,
    draw,
    draw_value,
    is_held_out,
)
from backend.benchmarks.minifunctions.operations import OPERATIONS, Operation
from backend.benchmarks.minifunctions.problems import EACH, SPLITS, problems
from backend.benchmarks.source import load
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.miniature import train as training
from backend.miniature.corpus import examples
from backend.miniature.family import Size
from tests.dashboard import ROOT, Visitor, served


def test_problems_are_the_same_each_time_and_enough_in_each_split() -> None:
    first, second = load("minifunctions", None), load("minifunctions", None)
    assert first == second
    difficulties = [problem.difficulty for problem in first.problems.values()]
    assert {split: difficulties.count(split) for split in SPLITS} == dict.fromkeys(SPLITS, EACH)
    assert len(first.problems) >= 200


def test_no_composition_of_a_test_problem_is_trained_on() -> None:
    made = list(problems())
    asked = {problem.function.composition for problem in made}
    assert len(asked) == len(made)
    assert all(map(is_held_out, asked))
    rng = random.Random("any")
    lengths = [length for lengths in SPLITS.values() for length in lengths]
    for _ in range(20_000):
        function = draw(rng, rng.choice(lengths), held_out=False)
        assert not is_held_out(composition(function.steps))


def test_the_corpus_holds_no_test_prompt_and_no_test_solution_of_two_steps_or_more() -> None:
    drawn = examples(0, 5000)
    prompts = {example.prompt for example in drawn}
    bodies = {example.completion for example in drawn}
    for problem in problems():
        assert problem.function.prompt(problem.examples) not in prompts
        assert len(problem.function.steps) == 1 or problem.function.body not in bodies


@given(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 10_000))
def test_all_codes_of_an_operation_do_the_same(name: str, seed: int) -> None:
    operation, rng = OPERATIONS[name], random.Random(seed)
    constant = rng.choice(operation.constants or ("",))
    value = draw_value(rng, operation.takes)
    outputs = [_run(code.format(v="given", a=constant), value) for code in operation.codes]
    assert all(output == outputs[0] for output in outputs)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_an_operations_words_name_its_constant(operation: Operation) -> None:
    for words in (*operation.verbs, *operation.nouns):
        assert ("{a}" in words) == bool(operation.constants), words
    assert all("{v}" in words for words in (*operation.codes, *operation.nouns))
    assert not any("{v}" in words for words in operation.verbs)


@pytest.mark.slow
def test_every_reference_passes_its_tests_in_the_sandbox() -> None:
    benchmark = load("minifunctions", None)
    items = [
        (name, problem, problem.reference or "") for name, problem in benchmark.problems.items()
    ]
    with Pool(Tier.BUBBLEWRAP) as pool:
        verdicts = dict(pair for chunk in pool.grade(items) for pair in chunk)
        assert pool.troubles() == {}
    assert len(verdicts) == len(items)
    assert all(verdict.passed for verdict in verdicts.values())


@pytest.mark.slow
def test_training_that_was_stopped_ends_with_the_same_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size("tiny", hidden_size=64, layers=1, heads=2, steps=24, learning_rate=1e-3, batch=4)
    whole = training.train(size, tmp_path / "whole", quiet=True)
    step, steps_left = training._step, iter(range(13))

    def stopping(*arguments: Any) -> float:
        if next(steps_left, None) is None:
            raise KeyboardInterrupt
        return step(*arguments)

    monkeypatch.setattr(training, "_KEEP_EVERY", 0.0)
    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(training, "_step", stopping)
        training.train(size, tmp_path / "stopped", quiet=True)
    resumed = training.train(size, tmp_path / "stopped", quiet=True)
    for name in ("model.safetensors", "tokenizer.json", "loss.csv"):
        assert (resumed / name).read_bytes() == (whole / name).read_bytes(), name


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Run the whole study in small in two copies of the program at once; return the copies."""
    copies = [tmp_path_factory.mktemp("smoke") for _ in range(2)]
    running = []
    for copy in copies:
        for name in ("backend", "experiments"):
            shutil.copytree(ROOT / name, copy / name)
        shutil.copytree(ROOT / "data", copy / "data", ignore=_not_shipped)
        environment = {**os.environ, "BUDGETSCOPE_STORE": str(copy / "store")}
        command = [sys.executable, "-m", "backend.miniature", "all", "--smoke", "--quiet"]
        running.append(subprocess.Popen(command, cwd=copy, env=environment))
    assert [program.wait() for program in running] == [0, 0]
    return copies


@pytest.mark.slow
@pytest.mark.xdist_group("smoke")
def test_two_smoke_runs_are_identical(smoke: list[Path]) -> None:
    first, second = smoke
    models = sorted((first / "data/miniature-smoke").glob("*/model.safetensors"))
    assert len(models) == 2
    for model in models:
        other = second / model.relative_to(first)
        assert (
            hashlib.sha256(model.read_bytes()).digest()
            == hashlib.sha256(other.read_bytes()).digest()
        )
    found = [_contents(copy / "store") for copy in smoke]
    assert found[0] == found[1]
    samples, verdicts, scores = found[0]
    assert len(samples) == len(verdicts) == 12 * (40 + 20 + 2)
    assert len(scores) == 12 * (40 + 20) * 6


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.xdist_group("smoke")
def test_the_pages_show_what_the_smoke_run_made(smoke: list[Path], browser: Browser) -> None:
    store = smoke[0] / "store"
    with served(store) as address:
        tab = Visitor(browser, address)
        tab.open(study="miniature-smoke", by="time")
        tab.judges("per problem")
        tab.open("selection", study="miniature-smoke", by="samples", budget="10")
        expect(tab.page.locator("table").first).to_contain_text("nll:mini 0.6M")
        tab.choose("Ranker", "nll:mini 0.6M")
        tab.judges("Of 10 answers of mini 0.1M, nll:mini 0.6M picks a right one for")
        tab.judges("Against one greedy answer of mini 0.6M, right for")
        tab.open("problems", study="miniature-smoke", problem="mini/easy/02")
        expect(tab.page.get_by_role("heading", name="mini/easy/02")).to_be_visible()
        expect(tab.page.get_by_text(" of 40 samples pass")).to_be_visible()
        _click_row(tab, 3)
        expect(tab.page.get_by_role("heading", name="mini/easy/04")).to_be_visible()
        assert tab.parameters["problem"] == ["mini/easy/04"]
        tab.page.get_by_role("radio", name="Failed").click()
        tab.choose("Order", "by nll:mini 0.6M")
        assert tab.parameters["show"] == ["failed"]
        assert tab.parameters["order"] == ["nll:mini 0.6M"]
        shown = tab.page.locator("[data-testid=stPopover] button").all_inner_texts()
        scores = [float(text.split(": ")[1].split()[0]) for text in shown[:5]]
        assert scores == sorted(scores, reverse=True)
        tab.close()
        phone = Visitor(
            browser,
            address,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
        )
        phone.open("problems", study="miniature-smoke")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        phone.close()


def _click_row(tab: Visitor, row: int) -> None:
    """Click a row's mark in the list of problems, which is drawn on a canvas."""
    box = tab.page.locator("[data-testid=stDataFrame]").bounding_box()
    assert box is not None
    tab.page.mouse.click(box["x"] + 20, box["y"] + 35 * (row + 1) + 17)
    tab.settled()


def _not_shipped(folder: str, names: list[str]) -> list[str]:
    made = {"store", "miniature", "miniature-smoke"}
    return [name for name in names if Path(folder) == ROOT / "data" and name in made]


def _run(code: str, value: Any) -> Any:
    return compiled("run", "given", f"    return {code}\n")(value)


def _contents(store: Path) -> list[list[tuple[Any, ...]]]:
    """Return all samples, verdicts and scores; times are of each run its own."""
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        return [
            connection.execute(
                f"SELECT {columns} FROM {table} JOIN run USING (run_id) "
                "WHERE study_id = 'miniature-smoke' ORDER BY ALL"
            ).fetchall()
            for table, columns in (
                ("sample", "sample.* EXCLUDE (batch)"),
                ("verdict", "run_id, problem_id, sample_index, passed, status, detail, program"),
                ("score", "score.*"),
            )
        ]

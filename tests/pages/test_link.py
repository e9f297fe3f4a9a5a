"""The view as a link: round trips, and what happens to bad values."""

import datetime as dt
from dataclasses import fields, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers import charges
from backend.answers.charges import cost_of_one
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import UnitCost
from backend.records.question import ProblemFilter, Question
from backend.store.snapshot.snapshot import Snapshot
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.view import changes, link
from pages.parts.view.choice import Choice
from pages.parts.view.settle import opening, settle
from pages.parts.view.spelling import (
    At,
    Day,
    Each,
    Named,
    Number,
    OneOf,
    Selection,
    Text,
    Whole,
    Within,
)
from pages.parts.view.view import CHOICES, View


def spelled(spelling: object, at: At) -> st.SearchStrategy[Any]:
    """Return values that a spelling can write; each kind of spelling must be known here."""
    match spelling:
        case Named(values):
            return st.sampled_from(list(values.values()))
        case OneOf():
            return st.sampled_from(sorted(spelling.known(at)))
        case Whole(low, high):
            return st.integers(low, high)
        case Within(most, least):
            some = st.floats(least, most)
            return some.map(lambda number: max(least, float(f"{number:.12g}")))
        case Number(most):
            some = st.floats(1e-6, min(most, 1e6))
            return some.map(lambda number: min(most, float(f"{number:.12g}")))
        case Day():
            return st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
        case Each(name, number):
            return st.tuples(spelled(name, at), spelled(number, at))
        case Text() | Selection():
            return st.text(min_size=1, max_size=5)
    raise AssertionError(f"no values are known for {spelling}")


def values(name: str, choice: Choice[Any], snapshot: Snapshot, view: View) -> Any:
    """Return values of a field, most of which apply to the study of a view."""
    each = spelled(choice.spelling, At(snapshot, view.study))
    if isinstance(choice.spelling, Text | Selection) and choice.among:
        there = list(choice.among(snapshot, view))
        each = st.sampled_from(there) | each if there else each
    if choice.many:
        return st.lists(each, max_size=6).map(tuple)
    return each if name in ("study", "small", "large") else st.just(choice.default) | each


def views(snapshot: Snapshot, data: st.DataObject) -> View:
    """Draw a view, each field of it by its line of the table, and settle it."""
    view = opening(snapshot, data.draw(st.sampled_from(list(snapshot.studies))))
    for name, choice in CHOICES.items():
        if name != "study":
            view = replace(view, **{name: data.draw(values(name, choice, snapshot, view), name)})
    return settle(snapshot, view)[0]


@given(st.data())
def test_a_link_opens_the_exact_view(snapshot: Snapshot, data: st.DataObject) -> None:
    view = views(snapshot, data)
    opened, notes = link.read(link.write(view), snapshot)
    assert notes == []
    assert opened == view


@given(st.data())
def test_a_settled_view_is_consistent(snapshot: Snapshot, data: st.DataObject) -> None:
    view = views(snapshot, data)
    known, _ = charges.placed(snapshot, view.question)
    assert (view.small != view.large) == (len(known) > 1)
    assert set(view.models) <= set(known)
    assert len(view.further) <= MAX_FURTHER
    assert settle(snapshot, view) == (view, [])


def test_an_empty_link_opens_the_papers_headline(snapshot: Snapshot) -> None:
    view, notes = link.read({}, snapshot)
    assert notes == []
    assert view == opening(snapshot, "paper-humaneval")
    assert (view.small, view.large) == ("Code Llama 13B", "Code Llama 70B")
    assert view.question.budget_kind is BudgetKind.FLOPS
    assert view.budget is None


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("study", "humaneval", "nearest: paper-humaneval"),
        ("small", "Code Lama 13B", "nearest: Code Llama 13B"),
        ("large", "GPT-9", "unknown model"),
        ("also", "nobody", "unknown model"),
        ("by", "watts", "unknown budget kind"),
        ("budget", "abc", "must be a number above 0"),
        ("budget", "-3", "must be a number above 0"),
        ("budget", "nan", "must be a number above 0"),
        ("budget", "inf", "must be a number above 0"),
        ("unit", "feet", "must be relative"),
        ("select", "ranker:nll", "Studies with ranker data: CRUXEval: tell the output"),
        ("select", "nll", "must be 'unit-tests' or 'ranker:NAME'"),
        ("select", "ranker:", "must be 'unit-tests' or 'ranker:NAME'"),
        ("ranker_cost", "no", "must be on or off"),
        ("max_k", "3", "unknown reach"),
        ("bands", "maybe", "must be on or off"),
        ("difficulty", "easy", "has no difficulty 'easy'"),
        ("platform", "atcoder", "has no platform 'atcoder'"),
        ("from", "2023-09-01", "have no dates"),
        ("to", "2023-09-01", "have no dates"),
        ("from", "yesterday", "must be a day like 2023-09-01"),
        ("to", "2023-13-01", "must be a day like 2023-09-01"),
        ("tokens", "0", "must be a whole number from 1"),
        ("tokens", "12.5", "must be a whole number from 1"),
        ("length", "long", "must be measured"),
        ("length", "measured", "recorded no length of its answers"),
        ("stand_ins", "1", "must be on or off"),
        ("attention", "1", "must be on or off"),
        ("gpu", "B9000", "unknown GPU"),
        ("gpus", "-1", "must be a whole number"),
        ("batch", "x", "must be a whole number"),
        ("bytes", "3", "must be 0.5 or 1 or 2 or 4"),
        ("problem", "HumanEval/999", "has no problem 'HumanEval/999'"),
        ("show", "wrong", "unknown kind of answers"),
        ("order", "nll", "has no ranker 'nll'"),
        ("price", "Code Llama 13B", "unknown model"),
        ("price", "Code Llama 13B=cheap", "must be a number above 0"),
        ("input_price", "Code Llama 13B=0", "must be a number above 0"),
        ("answer_tokens", "Code Llama 13B=100001", "above 0 and at most 100,000"),
        ("prompt_tokens", "-1", "must be a whole number from 0"),
        ("best_batch", "yes", "must be on or off"),
        ("fitted", "yes", "must be on or off"),
        ("worked", "GPT-9", "unknown model"),
        ("target", "0.01", "must be a number from 0.1 to 100"),
        ("target", "101", "must be a number above 0 and at most 100"),
    ],
)
def test_a_bad_value_falls_back_with_a_note(
    snapshot: Snapshot, name: str, value: str, told: str
) -> None:
    view, notes = link.read({name: [value]}, snapshot)
    assert view == opening(snapshot, "paper-humaneval")
    assert len(notes) == 1
    assert told in notes[0]


@given(
    st.dictionaries(
        st.sampled_from([*(choice.parameter for choice in CHOICES.values()), "utm_source"]),
        st.lists(st.text(max_size=12), max_size=3),
    )
)
def test_no_link_can_break_the_page(snapshot: Snapshot, parameters: dict[str, list[str]]) -> None:
    view, _ = link.read(parameters, snapshot)
    assert settle(snapshot, view)[1] == []


def test_a_model_without_a_place_on_the_axis_is_replaced_with_the_reason(
    snapshot: Snapshot,
) -> None:
    view, notes = link.read({"study": ["evalperf"], "large": ["gpt-4o-2024-08-06"]}, snapshot)
    assert view.large == "deepseek-ai/deepseek-coder-33b-instruct"
    assert "OpenAI has not published its size" in notes[0]
    samples = {"study": ["evalperf"], "large": ["gpt-4o-2024-08-06"], "by": ["samples"]}
    view, notes = link.read(samples, snapshot)
    assert (view.large, notes) == ("gpt-4o-2024-08-06", [])


def test_a_model_without_a_place_on_the_axis_is_chosen_by_counting_samples(
    snapshot: Snapshot,
) -> None:
    before = replace(opening(snapshot, "evalperf"), budget=30.0)
    closed = "gpt-4o-2024-08-06"
    for side in ("small", "large"):
        view, notes = changes.changed(
            snapshot, before, partial(changes.chosen, snapshot, name=side, value=closed)
        )
        pair: Any = {side: closed}
        by_samples = replace(before, budget_kind=BudgetKind.SAMPLES, budget=None)
        assert view == replace(by_samples, **pair)
        assert notes == ["gpt-4o-2024-08-06 has no cost in FLOPs: budgets are counted in samples"]
    known = charges.placed(snapshot, before.question)[0]
    placed = next(model for model in known if model not in before.models)
    choose = partial(changes.chosen, snapshot, name="small", value=placed)
    assert changes.changed(snapshot, before, choose) == (replace(before, small=placed), [])
    count = partial(changes.chosen, snapshot, name="budget_kind", value=BudgetKind.SAMPLES)
    assert changes.changed(snapshot, before, count)[1] == []


def test_a_price_in_the_link_puts_a_closed_model_on_the_dollars_axis(snapshot: Snapshot) -> None:
    model = "gpt-4o-2024-08-06"
    asked = {"study": ["evalperf"], "large": [model], "by": ["dollars"]}
    assert link.read(asked, snapshot)[0].large != model
    view, notes = link.read(asked | {"price": [f"{model}=10"]}, snapshot)
    assert (view.large, notes) == (model, [])
    one = cost_of_one(snapshot, view.question, model)
    assert isinstance(one, UnitCost)
    assert one.value == pytest.approx(10 * 128 / 1e6)


def test_the_same_model_twice_is_told(snapshot: Snapshot) -> None:
    view, notes = link.read({"small": ["Code Llama 70B"]}, snapshot)
    assert view.small == "Code Llama 70B"
    assert view.large == "Code Llama 13B"
    assert "cannot be compared with itself" in notes[0]


def test_every_part_of_a_question_is_a_choice() -> None:
    """A field of a question that no link sets would be lost with the link."""
    asked = {each.name for kind in (Question, ProblemFilter, Assumptions) for each in fields(kind)}
    assert asked - {"problems", "assumptions"} <= set(CHOICES)


def test_every_choice_has_a_parameter_of_its_own_and_a_default() -> None:
    assert len({choice.parameter for choice in CHOICES.values()}) == len(CHOICES)
    for each in fields(View):
        if each.name not in ("study", "small", "large"):
            assert each.default == CHOICES[each.name].default

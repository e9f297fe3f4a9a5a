"""The view as a link: round trips, and what happens to bad values."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import catalogue
from backend.answers.charges import cost_of_one
from backend.answers.samples import OFTEN
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import UnitCost
from backend.records.question import MaxK, ProblemFilter, Question
from backend.records.samples import Show
from backend.store.snapshot.snapshot import Snapshot
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.view import link
from pages.parts.view.view import View, move_to, opening, placeable, settle

prices = st.floats(1e-4, 1e4).map(lambda price: float(f"{price:.12g}"))


def views(snapshot: Snapshot, data: st.DataObject) -> View:
    study = data.draw(st.sampled_from(list(snapshot.studies)))
    models = list(snapshot.runs(study))
    problems = snapshot.problems(study)
    assumptions = Assumptions(
        tokens=data.draw(st.integers(*link.TOKENS)),
        measured_tokens=data.draw(st.booleans()),
        stand_ins=data.draw(st.booleans()),
        attention=data.draw(st.booleans()),
        gpu=data.draw(st.sampled_from(list(catalogue.gpus().values()))),
        gpu_count=data.draw(st.integers(*link.GPU_COUNT)),
        batch=data.draw(st.integers(*link.BATCH)),
        bytes_per_weight=data.draw(st.sampled_from(link.BYTES_PER_WEIGHT)),
        prices=tuple(
            sorted(data.draw(st.dictionaries(st.sampled_from(models), prices, max_size=3)).items())
        ),
    )
    days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
    some = [v for v in dict.fromkeys(problems.difficulty) if v]
    where = [v for v in dict.fromkeys(problems.platform) if v]
    question = Question(
        study=study,
        budget_kind=data.draw(st.sampled_from(BudgetKind)),
        ranker=data.draw(st.sampled_from([None, *snapshot.rankers(study)])),
        max_k=data.draw(st.sampled_from(MaxK)),
        relative=data.draw(st.booleans()),
        ranker_cost=data.draw(st.booleans()),
        problems=ProblemFilter(
            tuple(data.draw(st.lists(st.sampled_from(some), unique=True))) if some else (),
            tuple(data.draw(st.lists(st.sampled_from(where), unique=True))) if where else (),
            data.draw(st.none() | days),
            data.draw(st.none() | days),
        ),
        assumptions=assumptions,
    )
    pick = st.sampled_from(models)
    view = View(
        question,
        data.draw(pick),
        data.draw(pick),
        tuple(data.draw(st.lists(pick, max_size=6))),
        data.draw(st.floats(1e-6, 1e6)),
        data.draw(st.booleans()),
        data.draw(st.none() | st.sampled_from(problems.ids)) if problems.ids else None,
        data.draw(st.sampled_from(Show)),
        data.draw(st.sampled_from([OFTEN, *snapshot.rankers(study)])),
    )
    return settle(snapshot, view)[0]


@given(st.data())
def test_a_link_opens_the_exact_view(snapshot: Snapshot, data: st.DataObject) -> None:
    view = views(snapshot, data)
    assert view.budget is not None
    view = replace(view, budget=float(f"{view.budget:.12g}"))
    assert view.budget is not None
    opened, notes = link.read(link.write(view, view.budget), snapshot)
    assert notes == []
    assert opened == view


@given(st.data())
def test_a_settled_view_is_consistent(snapshot: Snapshot, data: st.DataObject) -> None:
    view = views(snapshot, data)
    known, _ = placeable(snapshot, view.question)
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
        ("select", "ranker:nll", "Studies with ranker data: HumanEval, CodeGen 16B"),
        ("select", "nll", "must be 'unit-tests' or 'ranker:NAME'"),
        ("select", "ranker:", "must be 'unit-tests' or 'ranker:NAME'"),
        ("max_k", "3", "unknown reach"),
        ("bands", "maybe", "must be on or off"),
        ("difficulty", "easy", "has no difficulty 'easy'"),
        ("platform", "atcoder", "has no platform 'atcoder'"),
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
        ("price", "Code Llama 13B", "unknown model"),
        ("price", "Code Llama 13B=cheap", "must be a number above 0"),
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
        st.sampled_from(
            sorted(
                {
                    "study",
                    "small",
                    "large",
                    "also",
                    "by",
                    "budget",
                    "unit",
                    "select",
                    "max_k",
                    "bands",
                    "difficulty",
                    "platform",
                    "from",
                    "to",
                    "tokens",
                    "length",
                    "stand_ins",
                    "attention",
                    "gpu",
                    "gpus",
                    "batch",
                    "bytes",
                    "price",
                    "utm_source",
                }
            )
        ),
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


def test_another_study_keeps_what_it_can(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "paper-humaneval"), small="Code Llama 7B", budget=30.0)
    view = replace(view, further=("Llama-3 8B", "Code Llama 34B"), bands=False)
    moved = move_to(snapshot, view, "paper-apps-interview")
    assert (moved.small, moved.large) == ("Code Llama 7B", "Code Llama 70B")
    assert moved.further == ("Code Llama 34B",)
    assert moved.budget is None
    assert not moved.bands
    away = move_to(snapshot, view, "evalperf")
    assert away.small == "deepseek-ai/deepseek-coder-6.7b-instruct"
    assert away.further == ()

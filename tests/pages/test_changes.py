"""What follows from a choice: another study, another pair, another way to count."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from backend.answers import charges
from backend.answers.cost_file import Setting
from backend.answers.reallocate import MOST_MODELS, charges_of, within_budget
from backend.maths.assumptions import BudgetKind
from backend.records.allocation import Policy
from backend.store.snapshot.snapshot import Snapshot
from backend.words.names import short_name
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.reallocate.onwards import curves_of
from pages.parts.view import changes, link
from pages.parts.view.changes import move_to
from pages.parts.view.settle import opening
from pages.parts.view.view import View
from tests.answers.test_reallocate import QWEN


def test_another_study_keeps_what_it_can(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "paper-humaneval"), small="Code Llama 7B", budget=30.0)
    view = replace(view, further=("Llama-3 8B", "Code Llama 34B"), bands=False)
    moved = move_to(snapshot, view, "paper-apps-interview")
    assert (moved.small, moved.large) == ("Code Llama 7B", "Code Llama 70B")
    assert moved.further == ("Code Llama 34B",)
    assert not moved.bands
    away = move_to(snapshot, view, "evalperf")
    assert away.small == "deepseek-ai/deepseek-coder-6.7b-instruct"
    assert away.further == ()


def test_what_was_left_out_of_a_pool_is_named(snapshot: Snapshot) -> None:
    """Before: "at most 7 further models fit on the chart"."""
    models = list(snapshot.runs("evalperf"))
    known, missing = charges.placed(snapshot, opening(snapshot, "evalperf").question)
    view, notes = link.read({"study": ["evalperf"], "pool": models}, snapshot)
    assert view.pool == tuple(known[:MOST_MODELS])
    assert len(notes) == len(missing) + 1
    beyond = [short_name(model) for model in known[MOST_MODELS:]]
    assert notes[-1] == (
        f"plans of at most 12 models are searched: {', '.join(beyond[:3])} and {len(beyond) - 3} "
        "more were left out"
    )
    few = known[: MOST_MODELS + 1]
    _, notes = link.read({"study": ["evalperf"], "pool": few}, snapshot)
    assert notes == [f"plans of at most 12 models are searched: {short_name(few[-1])} was left out"]
    study = snapshot.study("evalperf")
    others = [model for model in known if model not in (study.small, study.large)]
    _, notes = link.read({"study": ["evalperf"], "also": others[: MAX_FURTHER + 1]}, snapshot)
    assert notes == [
        f"at most {MAX_FURTHER} further models fit on the chart: "
        f"{short_name(others[MAX_FURTHER])} was left out"
    ]


def test_the_curves_of_a_plan_are_those_of_its_models(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "humanevalplus-2025"), budget=8.188)

    def leads(models: tuple[str, ...], policy: Policy, budget: float = 8.188) -> tuple[View, Any]:
        found = within_budget(snapshot, view.question, budget, models, policy)
        return curves_of(view, found, charges_of(snapshot, view.question, found)), found

    shown, plan = leads(QWEN, Policy.CASCADE)
    assert len(plan.best.parts) == 3
    assert shown.models == tuple(plan.best.parts[place].model for place in (0, 2, 1))
    assert shown.stop_first
    shown, plan = leads(QWEN, Policy.SINGLE)
    assert shown.models == (plan.best.parts[0].model, plan.once.parts[0].model)
    assert len(set(shown.models)) == 2
    mixed, _ = leads(QWEN, Policy.MIX)
    assert not mixed.stop_first
    for alone in (view.small, view.large, "Qwen3-0.6B"):
        shown, _ = leads((alone,), Policy.SINGLE)
        assert shown.small == alone
        assert len(set(shown.models)) == 2
    assert leads(QWEN[:5], Policy.SINGLE, 3.581)[0].budget == 3.581, "pays for 3.5814 of the 14B"
    assert leads(QWEN, Policy.CASCADE, 1.0)[0].budget is None, "no answer of the dearest"


def test_a_budget_stays_where_it_means_the_same_and_pays_for_something(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "paper-humaneval"), budget=30.0)

    def after(name: str, value: object, before: View = view) -> float | None:
        choose = partial(changes.chosen, snapshot, name=name, value=value)
        return changes.changed(snapshot, before, choose)[0].budget

    assert after("study", "paper-mbpp") == 30.0
    assert after("small", "Code Llama 7B") == 30.0
    assert after("small", "Code Llama 7B", replace(view, budget=5.0)) is None, "no answer of 70B"
    assert after("large", "Code Llama 34B", replace(view, budget=10.0)) == 10.0
    assert after("study", "livecodebench-2024-06", replace(view, budget=900.0)) is None, "both end"
    assert after("budget_kind", BudgetKind.TIME) is None
    relative = replace(view, relative=True, budget=11.0)
    assert after("study", "paper-mbpp", relative) == 11.0
    assert after("study", "evalperf", relative) is None, "counted in answers of another model"
    assert after(
        "large", "gpt-4o-2024-08-06", replace(opening(snapshot, "evalperf"), budget=9.0)
    ) is (None), "by samples"


def test_another_study_starts_anew_what_belongs_to_a_study(snapshot: Snapshot) -> None:
    opened, notes = link.read(
        {
            "study": ["miniature"],
            "by": ["dollars"],
            "select": ["ranker:own-nll"],
            "difficulty": ["hard"],
            "budget": ["3"],
            "problem": ["mini/hard/07"],
            "order": ["own-nll"],
            "show": ["failed"],
            "tokens": ["64"],
            "price": ["mini 0.6M=2"],
        },
        snapshot,
    )
    assert notes == []
    moved, notes = changes.changed(
        snapshot, opened, lambda view: move_to(snapshot, view, "paper-humaneval")
    )
    assert notes == []
    first = opening(snapshot, "paper-humaneval")
    kept = replace(first, budget_kind=BudgetKind.DOLLARS, show=opened.show, tokens=64)
    assert moved == kept
    assert link.read(link.write(moved), snapshot) == (moved, [])


def test_what_changes_with_a_choice(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "paper-humaneval"), budget=30.0)

    def after(name: str, value: object) -> View:
        return changes.chosen(snapshot, view, name, value)

    assert after("tokens", 64) == replace(view, tokens=64, budget=None)
    assert after("bands", False) == replace(view, bands=False)
    assert after("further", ["Llama-3 8B"]) == replace(view, further=("Llama-3 8B",))
    swapped = replace(view, small=view.large, large=view.small)
    assert after("small", view.large) == after("large", view.small) == swapped
    days = dt.date(2023, 5, 1), dt.date(2023, 9, 1)
    found = changes.released(view, (days[0], dt.date(2023, 6, 1)), days)
    assert (found.since, found.until) == (None, dt.date(2023, 6, 1))


def test_what_is_set_of_models_is_only_what_the_rule_does_not_give(snapshot: Snapshot) -> None:
    view = replace(opening(snapshot, "paper-humaneval"), budget=30.0)
    wanted = {
        "Llama-3 8B": Setting(None, 128, None, 2.0),
        "Code Llama 7B": Setting(None, 300, 0.1, 0.2),
    }
    found = changes.set_apart(snapshot, view, wanted)
    assert found.lengths == (("Code Llama 7B", 300),)
    assert found.input_prices == (("Code Llama 7B", 0.1),)
    assert found.prices == (("Llama-3 8B", 2.0),)
    assert found.budget is None
    emptied = changes.set_apart(snapshot, found, {"Code Llama 7B": Setting()})
    assert (emptied.lengths, emptied.input_prices) == ((), ())
    assert emptied.prices == found.prices
    assert (
        changes.set_apart(snapshot, view, {"Code Llama 7B": Setting(None, 128, None, 0.2)}) == view
    )

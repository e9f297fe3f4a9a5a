"""What follows from a choice: another study, another pair, another way to count."""

import datetime as dt
from dataclasses import replace
from functools import partial

from backend.answers.cost_file import Setting
from backend.maths.assumptions import BudgetKind
from backend.store.snapshot.snapshot import Snapshot
from pages.parts.view import changes, link
from pages.parts.view.changes import move_to
from pages.parts.view.settle import opening
from pages.parts.view.view import View


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

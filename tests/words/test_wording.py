"""Numbers and labels in words."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import catalogue
from backend.answers.charges import charge
from backend.answers.comparison import after_cut_offs, compare, redrawn
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.records.question import ProblemFilter, Question
from backend.records.scores import Charge
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount, four_digits
from backend.words.comparison import (
    certainty,
    how_regions_are_judged,
    regions,
    saving,
    sentence,
    two_uncertainties,
    unseen,
    winner,
)
from backend.words.costs import cautions, how_charged
from backend.words.counts import points
from backend.words.names import short_labels, size, sized_name, true_size


@pytest.mark.parametrize(
    ("models", "labels"),
    [
        (["Code Llama 13B", "Code Llama 70B"], ["13B", "70B"]),
        (["a/deepseek-coder-6.7b-instruct", "b/deepseek-coder-33b-instruct"], ["6.7b", "33b"]),
        (["Code Llama 13B", "Llama-3 8B"], ["Code Llama 13B", "Llama-3 8B"]),
        (
            ["x/Qwen2.5-7B-Instruct", "google/gemma-2-9b-it"],
            ["Qwen2.5-7B", "gemma-2-9b"],
        ),
        (["GPT-4-0613", "GPT-4-Turbo-1106"], ["GPT-4-0613", "GPT-4-Turbo-1106"]),
        (["CodeQwen15-7B", "CodeQwen15-7B-Chat"], ["CodeQwen15-7B", "CodeQwen15-7B-Chat"]),
        (["mini 0.6M", "mini 10M"], ["0.6M", "10M"]),
        (["Code Llama 13B"], ["Code Llama 13B"]),
        (["Code Llama 13B", "Code Llama 13B"], ["Code Llama 13B"]),
    ],
)
def test_labels_are_as_short_as_they_can_be(models: list[str], labels: list[str]) -> None:
    assert list(short_labels(models).values()) == labels


@pytest.mark.parametrize(
    ("value", "text"),
    [(17.6, "17.6"), (16.45, "16.45"), (1.154, "1.154"), (0, "0"), (12345.6, "12,346")],
)
def test_four_digits(value: float, text: str) -> None:
    assert four_digits(value) == text


@given(st.floats(1e-7, 1e9))
def test_four_digits_are_right_to_four_digits(value: float) -> None:
    text = four_digits(value)
    assert "e" not in text
    assert float(text.replace(",", "")) == pytest.approx(value, rel=6e-4)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, "samples", "1 sample"),
        (7, "samples", "7 samples"),
        (0.000115, "$", "0.0115 ¢"),
        (2.5, "$", "$2.5"),
        (5.605, "s", "5.605 s"),
        (0.00812, "s", "8.12 ms"),
        (0.0000006, "s", "0.6 µs"),
        (0, "s", "0 s"),
        (17.6, "TFLOPs", "17.6 TFLOPs"),
        (0.34, "TFLOPs", "340 GFLOPs"),
        (0.00004168, "TFLOPs", "41.68 MFLOPs"),
    ],
)
def test_amounts_carry_their_unit(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


@given(st.floats(-0.2, 0.2))
def test_no_number_is_minus_nothing(value: float) -> None:
    assert points(value) not in ("-0.0", "0.0")
    assert points(value).startswith(("+", "-"))


@pytest.mark.parametrize(
    ("model", "size"),
    [
        ("mini 0.1M", "0.163 million weights"),
        ("mini 3M", "3.4 million weights"),
        ("mini 10M", None),
        ("Code Llama 13B", None),
        ("Eurux-8x22b-NCA (n=1)", "141 billion weights, 39.2 billion active"),
        ("gpt-4o-2024-08-06", None),
    ],
)
def test_names_that_round_show_their_true_size(
    snapshot: Snapshot, model: str, size: str | None
) -> None:
    known = catalogue.models().get(model)
    architecture = (
        known.architecture if known else snapshot.run("miniature", model).model.architecture
    )
    assert true_size(model, architecture) == size
    assert sized_name(model, architecture) == (f"{model} ({size})" if size else model)


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("mini 0.1M", "0.163M"),
        ("Code Llama 13B", "13B"),
        ("Eurux-8x22b-NCA (n=1)", "141B, 39.2B active"),
        ("gpt-4o-2024-08-06", ""),
    ],
)
def test_sizes_are_short_enough_for_a_table(snapshot: Snapshot, model: str, text: str) -> None:
    known = catalogue.models().get(model)
    architecture = (
        known.architecture if known else snapshot.run("miniature", model).model.architecture
    )
    assert size(architecture) == text


def test_an_estimated_time_says_of_which_machine_it_is(snapshot: Snapshot) -> None:
    time = Question("evalperf", BudgetKind.TIME, assumptions=Assumptions(gpu_count=4, batch=16))
    found = charges_of(snapshot, time)
    machine = "of a server of 4 x A100 80GB at batch 16"
    assert cautions(BudgetKind.TIME, found)[0] == (f"times are estimates, a lower bound, {machine}")
    told = how_charged(next(iter(found.values())), time)
    assert told.startswith(f"{machine}: a roofline estimate, a lower bound")


def test_a_lead_within_its_interval_is_too_close_not_a_draw(snapshot: Snapshot) -> None:
    """Before: "it is a draw" for -3.3 to +3.1."""
    question = Question(
        "livecodebench-2024-06", BudgetKind.SAMPLES, problems=ProblemFilter(("easy", "medium"))
    )
    for k in (1, 3, 5):
        told = sentence(compare(snapshot, question, "DSCoder-6.7b-Ins", "DSCoder-33b-Ins", k))
        assert "draw" not in told
        assert "nan" not in told
        assert "wins by" in told or "too close to call" in told


def test_no_sentence_of_any_shipped_pair_has_a_number_that_is_none(snapshot: Snapshot) -> None:
    for study in snapshot.studies.values():
        for budget_kind in BudgetKind:
            question = Question(study.id, budget_kind)
            for times in (1, 3, 40):
                found = compare(snapshot, question, study.small, study.large, times * 1000.0)
                said = " ".join([sentence(found), winner(found), *regions(found)])
                assert "nan" not in said.replace("finance", "")
                assert "-0.0" not in said
                assert "None" not in said


def test_every_model_shown_is_warned_of_not_the_pair_alone(snapshot: Snapshot) -> None:
    runs = snapshot.runs("paper-humaneval")
    time = Question("paper-humaneval", BudgetKind.TIME)
    found = {model: charge(snapshot, time, model) for model in runs}
    known = {model: each for model, each in found.items() if isinstance(each, Charge)}
    (told,) = cautions(BudgetKind.TIME, known)
    for model in runs:
        assert model in told


def test_means_say_that_they_are_means(snapshot: Snapshot) -> None:
    found = compare(snapshot, Question("paper-humaneval"), "Code Llama 13B", "Code Llama 70B", 17.6)
    assert "means only" in certainty(found)
    assert "95 %" not in certainty(found)


def charges_of(snapshot: Snapshot, question: Question) -> dict[str, Charge]:
    found = {model: charge(snapshot, question, model) for model in snapshot.runs(question.study)}
    return {model: each for model, each in found.items() if isinstance(each, Charge)}


def test_a_stand_in_is_told_with_how_near_it_is(snapshot: Snapshot) -> None:
    alike = Assumptions(stand_ins=True)
    time = Question("paper-humaneval", BudgetKind.TIME, assumptions=alike)
    told = cautions(BudgetKind.TIME, charges_of(snapshot, time))
    assert len(told) == 2
    for name in ("Llama-3 8B", "Llama-3 70B"):
        assert any(name in each and "within 7 %" in each for each in told)


def test_measured_readings_of_estimated_answers_are_told(snapshot: Snapshot) -> None:
    ranked = Question("codegen-16b-humaneval", BudgetKind.TIME, "tests-passed")
    told = cautions(BudgetKind.TIME, charges_of(snapshot, ranked))
    assert any(
        "rankers and tests were measured: these look dearer than they are" in each for each in told
    )


def test_one_problem_has_no_interval_in_any_words(snapshot: Snapshot) -> None:
    day = dt.date(2023, 5, 14)
    one = ProblemFilter(("easy",), ("leetcode",), day, day)
    question = Question("livecodebench-2024-06", BudgetKind.SAMPLES, problems=one)
    pair = "DSCoder-6.7b-Ins", "DSCoder-33b-Ins"
    found = compare(snapshot, question, *pair, 3)
    assert found.n_problems == 1
    assert two_uncertainties(redrawn(snapshot, question, *pair, 3), found) is None
    said = " ".join([sentence(found), saving(found), how_regions_are_judged(found)])
    assert "nan" not in said
    assert "bound" not in said
    assert "by bands" not in said


def test_contamination_is_told_where_it_is_worst(snapshot: Snapshot) -> None:
    question = Question("livecodebench-2024-06", BudgetKind.SAMPLES)
    pair = "DSCoder-6.7b-Ins", "DSCoder-33b-Ins"
    apart = after_cut_offs(snapshot, question, *pair, 3)
    assert apart is not None
    assert "95 % interval" in unseen(apart)
    before = replace(question, problems=ProblemFilter(until=dt.date(2023, 8, 1)))
    none_left = after_cut_offs(snapshot, before, *pair, 3)
    assert none_left is not None
    assert "it may have seen each of them" in unseen(none_left)
    nobody_knows = after_cut_offs(snapshot, question, "DSCoder-6.7b-Ins", "Mistral-Large", 3)
    assert nobody_knows is not None
    assert "cut-off of Mistral-Large is not known" in unseen(nobody_knows)


def test_costs_that_cannot_be_compared_save_nothing(snapshot: Snapshot) -> None:
    time = Question("paper-humaneval", BudgetKind.TIME)
    found = compare(snapshot, time, "Llama-3 8B", "Code Llama 70B", 6)
    assert (found.saving.value, found.saving.low, found.saving.high) == (None, None, None)
    assert saving(found) == "unknown: the two costs cannot be compared"

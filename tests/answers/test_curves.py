"""Curves and comparisons from the shipped studies: golden numbers and brute force."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers.charges import cost_of_one
from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import NoCost, OneSample, Origin, UnitCost
from backend.maths.estimators import pass_at_k
from backend.records.question import MaxK, ProblemFilter, Question
from backend.records.scores import Charge, Curve, PointKind
from backend.store.snapshot.snapshot import Snapshot

HUMANEVAL = Question("paper-humaneval")
EVALPERF = Question("evalperf")
LIVECODEBENCH = Question("livecodebench-2024-06")
SMALL, LARGE = "Code Llama 13B", "Code Llama 70B"


def made_curve(scores: list[float], unit: float) -> Curve:
    k = np.arange(1, len(scores) + 1)
    nothing = np.full(k.shape, np.nan)
    return Curve(
        model=f"model at {unit}",
        k=k,
        answers=k.astype(float),
        budget=np.multiply(k, unit, dtype=np.float64),
        next_budget=(len(k) + 1) * unit,
        score=np.array(scores),
        low=nothing,
        high=nothing,
        kind=np.full(k.shape, PointKind.MEASURED.value),
        charge=Charge(UnitCost(unit, Origin.COMPUTED, OneSample())),
        n_problems=1,
        n_given=1,
        n_samples=len(scores),
        n_fewest=len(scores),
    )


def test_sixteen_studies_ship(snapshot: Snapshot) -> None:
    expected = {
        "paper-humaneval": (6, 164),
        "paper-mbpp": (6, 500),
        "paper-apps-introductory": (4, 1000),
        "paper-apps-interview": (4, 3000),
        "paper-apps-competition": (4, 1000),
        "codecontests": (5, 140),
        "humanevalplus-2025": (11, 159),
        "cruxeval-input": (26, 800),
        "cruxeval-output": (26, 800),
        "cruxeval-output-cot": (5, 800),
        "evalperf": (32, 118),
        "livecodebench-2024-06": (58, 400),
        "codegen-16b-humaneval": (1, 164),
        "miniature": (4, 210),
        "math500-2025": (11, 500),
        "math-pythia": (7, 128),
    }
    found = {
        study.id: (len(snapshot.runs(study.id)), study.n_problems)
        for study in snapshot.studies.values()
    }
    assert found == expected


def test_codegen_16b_as_the_reference_harness_grades_it(snapshot: Snapshot) -> None:
    line = curve(snapshot, Question("codegen-16b-humaneval", max_k=MaxK.ALL), "CodeGen-Mono-16B")
    for k, score in ((1, 22.12), (10, 50.38), (100, 73.78)):
        assert line.score[k - 1] == pytest.approx(score, abs=0.005)
    assert line.k[-1] == 100


def test_all_published_values_are_shown_as_published(snapshot: Snapshot) -> None:
    shown = 0
    for study in snapshot.studies:
        for model, run in snapshot.runs(study).items():
            if run.untallied:
                line = curve(snapshot, Question(study), model)
                k, score = snapshot.published_points(run.id)
                np.testing.assert_array_equal(line.score[k - 1], score)
                assert (line.kind[k - 1] == PointKind.PUBLISHED).all()
                assert (line.kind == PointKind.PUBLISHED).sum() == len(k)
                assert np.isnan(line.low).all()
                assert line.k[-1] == k[-1], "no extrapolation"
                assert (np.diff(line.score) > 0).all()
                shown += len(k)
    assert shown == 165


def test_measured_curves_are_the_mean_of_pass_at_k(snapshot: Snapshot) -> None:
    model = "Qwen/Qwen2.5-7B-Instruct"
    line = curve(snapshot, EVALPERF, model)
    tallies = snapshot.tallies(snapshot.run("evalperf", model).id)
    expected = 100 * pass_at_k(tallies.n, tallies.c, line.k).mean(axis=0)
    np.testing.assert_allclose(line.score, expected)
    assert line.k[-1] == 50
    assert curve(snapshot, replace(EVALPERF, max_k=MaxK.ALL), model).k[-1] == 100
    assert ((line.low <= line.score) & (line.score <= line.high)).all()


def test_one_sample_still_gives_pass_at_1(snapshot: Snapshot) -> None:
    samples = replace(LIVECODEBENCH, budget_kind=BudgetKind.SAMPLES)
    line = curve(snapshot, samples, "Gemini-Pro-1.5 (April) (n=1)")
    assert line.k.tolist() == [1]
    assert np.isfinite(line.score).all()


def test_filters_leave_the_named_problems_only(snapshot: Snapshot) -> None:
    def n_problems(**fields: object) -> int:
        question = replace(LIVECODEBENCH, problems=ProblemFilter(**fields))  # type: ignore[arg-type]
        return curve(snapshot, question, "DSCoder-33b-Ins").n_problems

    assert n_problems() == 400
    assert n_problems(difficulty=("easy",)) == (3420 + 180 + 2790) // 45
    assert n_problems(platform=("codeforces",)) == (180 + 135 + 90) // 45
    assert n_problems(difficulty=("easy", "hard"), platform=("atcoder",)) == (3420 + 2610) // 45
    early, late = dt.date(2023, 9, 30), dt.date(2023, 10, 1)
    assert n_problems(until=early) + n_problems(since=late) == 400


def test_a_filter_that_lets_nothing_through_is_told(snapshot: Snapshot) -> None:
    wanted = ProblemFilter(since=dt.date(2030, 1, 1))
    with pytest.raises(UserError, match="no problem of study livecodebench-2024-06 passes"):
        curve(snapshot, replace(LIVECODEBENCH, problems=wanted), "DSCoder-33b-Ins")
    with pytest.raises(UserError, match=r"unknown difficulty.*'brutal'.*easy"):
        curve(
            snapshot,
            replace(LIVECODEBENCH, problems=ProblemFilter(difficulty=("brutal",))),
            "DSCoder-33b-Ins",
        )
    with pytest.raises(UserError, match="cannot be filtered"):
        curve(snapshot, replace(HUMANEVAL, problems=wanted), SMALL)


def test_the_end_of_the_data_is_told(snapshot: Snapshot) -> None:
    line = curve(snapshot, HUMANEVAL, LARGE)
    last = line.at(64 * 17.6)
    beyond = line.at(65 * 17.6)
    assert last is not None
    assert beyond is not None
    assert (last.k, last.data_ends) == (64, False)
    assert (beyond.k, beyond.data_ends) == (64, True)


def test_time_of_the_paper_and_its_relative_units(snapshot: Snapshot) -> None:
    time = replace(HUMANEVAL, budget_kind=BudgetKind.TIME)
    assert curve(snapshot, time, LARGE).one.value == 5.605
    for kind, expected in ((BudgetKind.TIME, 14.19), (BudgetKind.FLOPS, 10.41)):
        relative = replace(HUMANEVAL, budget_kind=kind, relative=True)
        assert curve(snapshot, relative, "Code Llama 7B").one.value == 1
        assert curve(snapshot, relative, LARGE).one.value == pytest.approx(expected, abs=0.005)


def test_who_has_a_place_on_which_axis(snapshot: Snapshot) -> None:
    closed = {
        model
        for model in snapshot.runs("evalperf")
        if isinstance(cost_of_one(snapshot, EVALPERF, model), NoCost)
    }
    assert closed == {
        "claude-3-5-sonnet-20240620",
        "gemini-1.5-flash-002",
        "gemini-1.5-pro-002",
        "gpt-4o-2024-08-06",
        "gpt-4o-mini-2024-07-18",
        "grok-beta",
        "o1-mini-2024-09-12",
    }
    samples = replace(EVALPERF, budget_kind=BudgetKind.SAMPLES)
    for model in closed:
        assert curve(snapshot, samples, model).score[0] > 0
        with pytest.raises(UserError, match="has not published its size"):
            curve(snapshot, EVALPERF, model)


def test_assumptions_change_costs_and_nothing_else(snapshot: Snapshot) -> None:
    longer = replace(EVALPERF, assumptions=Assumptions(tokens=256))
    model = "Qwen/Qwen2.5-7B-Instruct"
    one, two = curve(snapshot, EVALPERF, model), curve(snapshot, longer, model)
    np.testing.assert_allclose(two.budget, 2 * one.budget)
    np.testing.assert_array_equal(two.score, one.score)


def test_selection_by_a_ranker_without_data_is_told(snapshot: Snapshot) -> None:
    for question, model in ((HUMANEVAL, SMALL), (EVALPERF, "grok-beta")):
        samples = replace(question, budget_kind=BudgetKind.SAMPLES)
        with pytest.raises(UserError, match="has no ranker data"):
            curve(snapshot, replace(samples, ranker="nll"), model)


def test_answers_are_remembered(snapshot: Snapshot) -> None:
    assert curve(snapshot, EVALPERF, "Qwen/Qwen2.5-7B-Instruct") is curve(
        snapshot, Question("evalperf"), "Qwen/Qwen2.5-7B-Instruct"
    )


rising = st.lists(st.integers(0, 20), min_size=1, max_size=8).map(lambda s: sorted(map(float, s)))


@given(rising, st.integers(1, 5), st.floats(0.5, 60))
def test_a_point_never_costs_more_than_the_budget(
    scores: list[float], unit: int, budget: float
) -> None:
    point = made_curve(scores, unit).at(budget)
    if point is None:
        assert budget < unit
    else:
        assert point.budget_used <= budget * (1 + 1e-9)
        assert point.data_ends == (budget >= (len(scores) + 1) * unit)
        if point.k < len(scores):
            assert budget < (point.k + 1) * unit
